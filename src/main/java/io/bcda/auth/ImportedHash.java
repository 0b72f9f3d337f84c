package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A hash as BCDA's credential server keeps it, PBKDF2 with HMAC-SHA-512 (RFC 8018 section 5.2):
 * {@code salt:hash:iterations}, the first two in base64. It is as slow as that server made it, so
 * what it may cost is bounded, when it comes in and whenever it is read.
 */
final class ImportedHash {
  private static final int MOST_ITERATIONS = 1_000_000;
  private static final int MOST_BYTES = 128;
  private final byte[] salt;
  private final byte[] hash;
  private final int iterations;

  private ImportedHash(byte[] salt, byte[] hash, int iterations) {
    this.salt = salt;
    this.hash = hash;
    this.iterations = iterations;
  }

  /**
   * @throws Refusal MALFORMED if it is not of this form or out of bounds; the text is not repeated
   */
  static ImportedHash parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !parts[2].matches("\\d{4,7}")) {
      throw malformed();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts[0]);
      byte[] hash = Base64.getDecoder().decode(parts[1]);
      int iterations = Integer.parseInt(parts[2]);
      boolean sound =
          salt.length >= 8
              && salt.length <= MOST_BYTES
              && hash.length >= 20
              && hash.length <= MOST_BYTES
              && iterations >= 1_000
              && iterations <= MOST_ITERATIONS;
      if (!sound) {
        throw malformed();
      }
      return new ImportedHash(salt, hash, iterations);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  /** Whether it is the hash of this; slow. */
  boolean isOf(String secret) {
    if (secret.isEmpty()) {
      return false; // as there: nothing is a secret
    }
    PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, hash.length * 8);
    try {
      byte[] made =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(hash, made);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 has PBKDF2 with SHA-512", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** The form in which it is kept. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(salt) + ":" + base64.encodeToString(hash) + ":" + iterations;
  }

  private static Refusal malformed() {
    return new Refusal(
        Reason.MALFORMED,
        "A hash is salt:hash:iterations, PBKDF2 with HMAC-SHA-512, salt and hash in base64 of 8 and"
            + " 20 to 128 bytes, 1000 to 1000000 iterations");
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "ImportedHash[iterations=" + iterations + "]";
  }
}
