package io.bcda.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Software that signs in.
 *
 * @param aco CMS id of the ACO that it speaks for; every client of kind ACO has one, no other
 * @param name what people call it
 * @param scopes the most that it can be granted
 * @param lastToken when it last got a token, if ever
 * @param contact whom to call about it, as the operator wrote it
 * @param addresses from where it may come
 * @param tokensNotBefore tokens that were issued before are refused, if some are
 */
public record Client(
    String id,
    Kind kind,
    Optional<String> aco,
    String name,
    Set<String> scopes,
    Status status,
    Instant createdAt,
    Optional<Instant> lastToken,
    Optional<String> contact,
    ClientAddresses addresses,
    Optional<Instant> tokensNotBefore) {

  public Client {
    if ((kind == Kind.ACO) != aco.isPresent()) {
      throw new IllegalArgumentException("an ACO's client has an ACO, no other has one");
    }
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** Whether a token that was issued then still counts. */
  boolean honours(@Nullable Instant issuedAt) {
    return tokensNotBefore.isEmpty()
        || issuedAt != null && !issuedAt.isBefore(tokensNotBefore.get());
  }

  /** For whom it speaks. */
  public enum Kind {
    /** For one ACO; reads what is the ACO's, writes nothing. */
    ACO,
    /** For the operator of the server; writes over FHIR where that is switched on. */
    SYSTEM,
    /** For the operator of the server; does what commands do, on the management port. */
    OPERATOR
  }

  /** Whether it may sign in. */
  public enum Status {
    ACTIVE,
    /** Gets no token, and its tokens are refused. */
    DEACTIVATED
  }
}
