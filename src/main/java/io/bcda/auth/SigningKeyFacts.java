package io.bcda.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told of a signing key.
 *
 * @param activeAt when it began to sign; empty while it waits
 * @param retiredAt when it ended to
 * @param until when it stops verifying; empty unless it is retired
 */
public record SigningKeyFacts(
    String kid,
    State state,
    Instant createdAt,
    Optional<Instant> activeAt,
    Optional<Instant> retiredAt,
    Optional<Instant> until) {

  /** In the order in which a key goes through them; then its row is deleted. */
  public enum State {
    /** Published, so that it is known everywhere before it signs. */
    PENDING,
    /** Signs. One key does. */
    ACTIVE,
    /** Published and verifies what it signed; nothing can sign with it. */
    RETIRED
  }
}
