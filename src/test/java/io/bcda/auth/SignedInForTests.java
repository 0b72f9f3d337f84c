package io.bcda.auth;

import java.util.Set;
import org.springframework.security.core.context.SecurityContextHolder;

/** Signs a client in on this thread, without a server. */
public final class SignedInForTests {
  private SignedInForTests() {}

  /** A system client whose token has these scopes, separated by blanks. */
  public static SignedInSystem system(String scopes) {
    SignedInSystem system = SignedInSystem.of("writer", SystemScopes.split(scopes));
    set(system);
    return system;
  }

  /** An ACO with nothing to read. */
  public static void aco() {
    set(new SignedInAco("A9990", "client", Set.of()));
  }

  /** An ACO whose token has these scopes, separated by blanks. */
  public static void aco(String scopes) {
    set(SignedInAco.of("A9990", "client", SystemScopes.split(scopes)));
  }

  public static void nobody() {
    SecurityContextHolder.clearContext();
  }

  private static void set(SignedIn who) {
    SecurityContextHolder.getContext()
        .setAuthentication(new SignedInToken(who, Admission.Verdict.ADMITTED));
  }
}
