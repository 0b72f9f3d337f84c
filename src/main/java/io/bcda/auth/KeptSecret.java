package io.bcda.auth;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret as it is kept.
 *
 * @param sha256 in hexadecimal; empty as long as there is an imported hash
 * @param imported hash of another server, until the secret is used the first time here
 */
record KeptSecret(
    long id,
    String clientId,
    String sha256,
    @Nullable String imported,
    Instant createdAt,
    Optional<Instant> expiresAt) {

  /** Without the hashes. */
  @Override
  public String toString() {
    return "KeptSecret[id=" + id + ", clientId=" + clientId + "]";
  }
}
