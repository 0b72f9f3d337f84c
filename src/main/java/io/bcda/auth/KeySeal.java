package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM under the key-encryption key. What is sealed under one label does
 * not open under another, so that rows cannot be swapped. Thread-safe.
 */
final class KeySeal {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12; // NIST SP 800-38D section 5.2.1.1
  private static final int TAG_BITS = 128;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param base64 32 bytes
   * @throws IllegalArgumentException if it is anything else
   */
  KeySeal(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64.strip());
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes");
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  /** A new random key, in base64. */
  static String newKey(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Nonce, cipher text and tag, in base64. */
  String seal(String label, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, label);
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * @throws GeneralSecurityException if it was sealed with another key or label, or was changed
   */
  String open(String label, String sealed) throws GeneralSecurityException {
    byte[] all = Base64.getDecoder().decode(sealed);
    if (all.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), label);
    byte[] open = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
    return new String(open, StandardCharsets.UTF_8);
  }

  /** A signing key, with or without its private part, under its id. */
  String sealKey(JWK key) {
    return seal(key.getKeyID(), key.toJSONString());
  }

  /**
   * A signing key, with its private part if that was sealed.
   *
   * @throws GeneralSecurityException if it was sealed with another key or label, or was changed
   */
  JWK openKey(String kid, String sealed) throws GeneralSecurityException {
    try {
      return JWK.parse(open(kid, sealed));
    } catch (ParseException | IllegalArgumentException e) {
      throw new GeneralSecurityException("no key is sealed in it", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(label.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
