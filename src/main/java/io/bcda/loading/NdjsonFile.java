package io.bcda.loading;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delivered file of lines, plain or gzip; which of them its first bytes tell, not its name. */
record NdjsonFile(Path path, int maxLine) {
  private static final int BUFFER = 1 << 16;

  String name() {
    return path.getFileName().toString();
  }

  /** SHA-256 of the file as delivered, in hexadecimal. */
  String sha256() throws IOException {
    MessageDigest digest = sha256Digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer) >= 0) {
        // the digest sees what is read
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * @throws java.util.zip.ZipException or {@link java.io.EOFException} while reading, if a gzip is
   *     damaged or cut off
   */
  NdjsonLines lines() throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      InputStream plain = magic(raw) == Magic.GZIP ? new GzipMembers(raw, BUFFER) : raw;
      return new NdjsonLines(plain, maxLine);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** The kind of archive that the file is, if it is one that cannot be read here. */
  Optional<String> foreignFormat() throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 16)) {
      return Optional.ofNullable(magic(raw).foreign);
    }
  }

  private static Magic magic(InputStream raw) throws IOException {
    raw.mark(4);
    byte[] head = raw.readNBytes(4);
    raw.reset();
    return Magic.of(head);
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the first bytes say. */
  private enum Magic {
    GZIP(null, 0x1F, 0x8B),
    ZIP("zip", 'P', 'K', 3, 4),
    ZSTANDARD("Zstandard", 0x28, 0xB5, 0x2F, 0xFD),
    BZIP2("bzip2", 'B', 'Z', 'h'),
    XZ("xz", 0xFD, '7', 'z', 'X'),
    PARQUET("Parquet", 'P', 'A', 'R', '1'),
    PLAIN(null);

    private final @Nullable String foreign;
    private final int[] start;

    Magic(@Nullable String foreign, int... start) {
      this.foreign = foreign;
      this.start = start;
    }

    static Magic of(byte[] head) {
      for (Magic magic : values()) {
        if (magic.matches(head)) {
          return magic;
        }
      }
      return PLAIN;
    }

    private boolean matches(byte[] head) {
      if (head.length < start.length) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        if ((head[i] & 0xFF) != start[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
