package io.bcda.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Software that signs in.
 *
 * @param aco CMS id of the ACO that it speaks for; empty for a system client, and for no other
 * @param name what people call it
 * @param scopes the most that it can be granted
 * @param lastToken when it last got a token, if ever
 */
public record Client(
    String id,
    Kind kind,
    Optional<String> aco,
    String name,
    Set<String> scopes,
    Status status,
    Instant createdAt,
    Optional<Instant> lastToken) {

  public Client {
    if ((kind == Kind.ACO) != aco.isPresent()) {
      throw new IllegalArgumentException("an ACO's client has an ACO, a system client has none");
    }
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** For whom it speaks. */
  public enum Kind {
    /** For one ACO; reads what is the ACO's, writes nothing. */
    ACO,
    /** For the operator of the server; writes over FHIR where that is switched on. */
    SYSTEM
  }

  /** Whether it may sign in. */
  public enum Status {
    ACTIVE,
    /** Gets no token, and its tokens are refused. */
    DEACTIVATED
  }
}
