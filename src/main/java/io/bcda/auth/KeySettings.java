package io.bcda.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The life of signing keys.
 *
 * @param keyLife how long one key signs before the next takes over; 0 for as long as nobody rotates
 *     it by command
 * @param formerKeyEncryptionKey the key-encryption key until now, for {@code key reseal} and
 *     nothing else
 */
@ConfigurationProperties("bcda.auth")
record KeySettings(@DefaultValue("90d") Duration keyLife, @Nullable String formerKeyEncryptionKey) {

  KeySettings {
    if (!keyLife.isZero() && keyLife.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("bcda.auth.key-life is 0 or at least one day");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "KeySettings[keyLife=" + keyLife + "]";
  }
}
