package io.bcda.admin;

import io.bcda.settings.UnusableSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The operators' API on the management port.
 *
 * @param bootstrapSecret the secret of the first operator's client, {@code operator}, which is made
 *     at a start where there never was one; 32 or more letters, digits and {@code - . _ ~}
 * @param maxUpload the longest file that is taken over HTTP; it goes to the disk, not into the heap
 */
@ConfigurationProperties("bcda.admin")
record AdminSettings(@Nullable String bootstrapSecret, @DefaultValue("1GB") DataSize maxUpload) {
  private static final int SHORTEST = 32;
  private static final int LEAST_DIFFERENT = 10;

  AdminSettings {
    if (bootstrapSecret != null && bootstrapSecret.isBlank()) {
      bootstrapSecret = null;
    }
    if (maxUpload.toBytes() < 1024) {
      throw new IllegalArgumentException("bcda.admin.max-upload is at least 1KB");
    }
  }

  /**
   * Whoever knows the secret is an operator, and it is hashed once only: it must not be guessable.
   *
   * @throws UnusableSetting if it could be guessed, or a Basic header could change it
   */
  static void check(@Nullable String secret) {
    if (secret == null || secret.isBlank()) {
      return;
    }
    // Others mean something else once decoded as a form: RFC 6749 section 2.3.1.
    boolean plain = secret.matches("[A-Za-z0-9._~-]{" + SHORTEST + ",200}");
    if (!plain || secret.chars().distinct().count() < LEAST_DIFFERENT) {
      throw new UnusableSetting(
          "The bootstrap secret is too weak: bcda.admin.bootstrap-secret has 32 to 200 letters,"
              + " digits and - . _ ~, not the same few over and over.",
          "Make one with: openssl rand -hex 32; set BCDA_ADMIN_BOOTSTRAP_SECRET to it for one"
              + " start.");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AdminSettings[maxUpload=" + maxUpload + "]";
  }
}
