package io.bcda.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tokens and secrets.
 *
 * @param keyEncryptionKey 32 bytes in base64 that seal the signing keys in the database; {@code
 *     java -jar bcda-server.war key} makes one. Required outside the sandbox, which makes its own
 * @param tokenLife how long an access token is good for
 * @param secretLife how long a client's secret is good for
 * @param secretOverlap how long the former secret is good after {@code client rotate}
 * @param secretWarning how long before its end a secret is warned of
 * @param expiresIn how {@code expires_in} is written in a token's answer
 * @param attempts failed attempts of one client from one address before it must wait
 * @param addressAttempts failed attempts from one address, of whatever client, before it must wait
 * @param attemptsWindow the time over which failed attempts are counted
 */
@ConfigurationProperties("bcda.auth")
record AuthSettings(
    @Nullable String keyEncryptionKey,
    @DefaultValue("20m") Duration tokenLife,
    @DefaultValue("90d") Duration secretLife,
    @DefaultValue("24h") Duration secretOverlap,
    @DefaultValue("7d") Duration secretWarning,
    @DefaultValue("auto") ExpiresIn expiresIn,
    @DefaultValue("10") int attempts,
    @DefaultValue("100") int addressAttempts,
    @DefaultValue("5m") Duration attemptsWindow) {

  /** No token of any kind lives longer. */
  static final Duration LONGEST_TOKEN = Duration.ofHours(24);

  AuthSettings {
    if (tokenLife.compareTo(Duration.ofMinutes(1)) < 0 || tokenLife.compareTo(LONGEST_TOKEN) > 0) {
      throw new IllegalArgumentException("bcda.auth.token-life is one minute to 24 hours");
    }
    if (secretLife.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("bcda.auth.secret-life is at least one day");
    }
    if (secretOverlap.isNegative() || secretOverlap.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("bcda.auth.secret-overlap is 0 to 7 days");
    }
    if (secretWarning.isNegative()) {
      throw new IllegalArgumentException("bcda.auth.secret-warning is not negative");
    }
    if (addressAttempts < attempts) {
      throw new IllegalArgumentException(
          "bcda.auth.address-attempts is at least bcda.auth.attempts");
    }
    if (attempts < 1 || attemptsWindow.isNegative() || attemptsWindow.isZero()) {
      throw new IllegalArgumentException("bcda.auth.attempts and attempts-window are positive");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "AuthSettings[tokenLife=%s, secretLife=%s, secretOverlap=%s, expiresIn=%s, attempts=%d]"
        .formatted(tokenLife, secretLife, secretOverlap, expiresIn, attempts);
  }

  /** BCDA's clients read {@code expires_in} as a string; RFC 6749 section 5.1 has a number. */
  enum ExpiresIn {
    /** A string for a request without {@code grant_type}, as BCDA's clients send it. */
    AUTO,
    STRING,
    NUMBER
  }
}
