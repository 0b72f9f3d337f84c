package io.bcda.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told of a secret: never the secret, nor its hash.
 *
 * @param expiresAt from when on it is no longer good; empty for the sandbox's, which stay good
 * @param state how it stands now
 */
public record ClientSecret(
    long id, String clientId, Instant createdAt, Optional<Instant> expiresAt, State state) {

  public boolean isLive() {
    return state != State.ENDED;
  }

  /** How a secret stands. */
  public enum State {
    LIVE,
    /** Live, and it ends within {@code bcda.auth.secret-warning}. */
    ENDS_SOON,
    ENDED
  }
}
