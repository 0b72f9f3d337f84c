package io.bcda.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Software that speaks for one ACO.
 *
 * @param aco CMS id of the ACO
 * @param name what people call it
 * @param scopes the most that it can be granted
 * @param lastToken when it last got a token, if ever
 */
public record Client(
    String id,
    String aco,
    String name,
    Set<String> scopes,
    Status status,
    Instant createdAt,
    Optional<Instant> lastToken) {

  public Client {
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** Whether it may sign in. */
  public enum Status {
    ACTIVE,
    /** Gets no token, and its tokens are refused. */
    DEACTIVATED
  }
}
