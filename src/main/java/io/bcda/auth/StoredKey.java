package io.bcda.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * A signing key as the database has it.
 *
 * @param sealed the JWK, sealed under its kid; of a retired key the public part only
 * @param activeAt when it began to sign; empty while it waits
 * @param retiredAt when it ended to
 * @param until when it stops verifying and its row goes; empty unless it is retired
 */
record StoredKey(
    String kid,
    String sealed,
    SigningKeyFacts.State state,
    Instant createdAt,
    Optional<Instant> activeAt,
    Optional<Instant> retiredAt,
    Optional<Instant> until) {

  boolean is(SigningKeyFacts.State wanted) {
    return state == wanted;
  }

  boolean isOver(Instant now) {
    return until.filter(end -> !end.isAfter(now)).isPresent();
  }

  SigningKeyFacts facts() {
    return new SigningKeyFacts(kid, state, createdAt, activeAt, retiredAt, until);
  }

  /** Without what is sealed. */
  @Override
  public String toString() {
    return facts().toString();
  }
}
