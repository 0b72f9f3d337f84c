package io.bcda.auth;

import io.bcda.settings.BcdaHome;
import io.bcda.settings.RunMode;
import io.bcda.settings.UnusableSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the key that seals signing keys comes from. */
public final class KeyEncryptionKey {
  private static final String KEY = "bcda.auth.key-encryption-key";
  private static final String ACTION =
      "Run `java -jar bcda-server.war key`, keep what it prints in your secret store, and set "
          + KEY
          + " (environment variable BCDA_AUTH_KEY_ENCRYPTION_KEY) to it, the same on every node.";
  private static final String FILE = "auth-key";

  private KeyEncryptionKey() {}

  /** A new random key, as the setting wants it. */
  public static String generate() {
    return KeySeal.newKey(new SecureRandom());
  }

  /**
   * @throws UnusableSetting if the setting is missing outside the sandbox, or is not a key
   */
  static void check(@Nullable String configured, RunMode mode) {
    if (configured != null && !configured.isBlank()) {
      parse(configured);
    } else if (mode != RunMode.SANDBOX) {
      throw new UnusableSetting("The key that seals the signing keys is not set.", ACTION);
    }
  }

  /** The configured key; in the sandbox else the one kept in a file, made on first use. */
  static KeySeal seal(@Nullable String configured, RunMode mode, BcdaHome home) {
    check(configured, mode);
    boolean set = configured != null && !configured.isBlank();
    return parse(set ? configured : kept(home.resolve(FILE)));
  }

  /**
   * The key that was in use before.
   *
   * @throws UnusableSetting if it is missing or is not a key
   */
  static KeySeal former(@Nullable String configured) {
    try {
      return new KeySeal(configured == null ? "" : configured);
    } catch (IllegalArgumentException e) {
      throw new UnusableSetting(
          "The former key-encryption key is missing, or is not 32 bytes in base64.",
          "Set the environment variable BCDA_AUTH_FORMER_KEY_ENCRYPTION_KEY to it, and "
              + KEY
              + " to the new one.");
    }
  }

  private static KeySeal parse(String base64) {
    try {
      return new KeySeal(base64);
    } catch (IllegalArgumentException e) {
      // Without the cause: its text could show a part of the key.
      throw new UnusableSetting(
          "The key that seals the signing keys is not 32 bytes in base64.", ACTION);
    }
  }

  private static String kept(Path file) {
    try {
      try {
        create(file);
      } catch (FileAlreadyExistsException e) {
        // Made by an earlier start: that one counts.
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the sandbox's key in " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    byte[] key = generate().getBytes(StandardCharsets.US_ASCII);
    try (var channel = Files.newByteChannel(file, fresh, ownerOnly)) {
      channel.write(ByteBuffer.wrap(key));
    }
  }
}
