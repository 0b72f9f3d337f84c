package io.bcda.auth;

import java.time.Instant;

/**
 * A secret at the one moment when it can be seen.
 *
 * @param secret 64 hexadecimal digits; only its hash is kept
 */
public record IssuedSecret(String clientId, String secret, Instant expiresAt) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "IssuedSecret[clientId=" + clientId + ", expiresAt=" + expiresAt + "]";
  }
}
