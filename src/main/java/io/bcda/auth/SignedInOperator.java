package io.bcda.auth;

import java.util.Set;

/**
 * The operator's client that makes the present request.
 *
 * @param scopes of its token
 */
public record SignedInOperator(String clientId, Set<String> scopes) implements SignedIn {

  public SignedInOperator {
    scopes = Set.copyOf(scopes);
  }

  /**
   * The operator that is signed in on this thread, that of the request.
   *
   * @throws IllegalStateException if none is, which behind the operators' chain cannot be
   */
  public static SignedInOperator current() {
    return SignedIn.find()
        .filter(SignedInOperator.class::isInstance)
        .map(SignedInOperator.class::cast)
        .orElseThrow(() -> new IllegalStateException("no operator is signed in"));
  }

  /** Whether the token opens the operators' API. */
  boolean mayOperate() {
    return scopes.contains(SystemScopes.OPERATOR);
  }
}
