package io.bcda.attribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a zip's end says about its directory (PKWARE APPNOTE 6.3.10, 4.3.14-4.3.16), read before the
 * whole directory is taken into memory.
 *
 * @param entries number of entries
 * @param bytes size of the directory
 */
record ZipDirectory(long entries, long bytes) {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_LENGTH = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LENGTH = 56;

  /** Reads the end of a file; empty if it is not the end of a zip. */
  static Optional<ZipDirectory> of(Path file) throws IOException {
    try (FileChannel zip = FileChannel.open(file)) {
      long from = Math.max(0, zip.size() - END_LENGTH - LONGEST_COMMENT);
      ByteBuffer tail = read(zip, from, (int) (zip.size() - from));
      for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
        if (tail.getInt(at) == END) {
          return Optional.of(directory(zip, tail, at, from));
        }
      }
      return Optional.empty();
    }
  }

  private static ZipDirectory directory(FileChannel zip, ByteBuffer tail, int at, long from)
      throws IOException {
    int entries = Short.toUnsignedInt(tail.getShort(at + 10));
    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    long locatorAt = from + at - LOCATOR_64_LENGTH;
    if (locatorAt >= 0) {
      ByteBuffer locator = read(zip, locatorAt, LOCATOR_64_LENGTH);
      if (locator.limit() == LOCATOR_64_LENGTH && locator.getInt(0) == LOCATOR_64) {
        return directory64(zip, locator.getLong(8), new ZipDirectory(entries, bytes));
      }
    }
    return new ZipDirectory(entries, bytes);
  }

  private static ZipDirectory directory64(FileChannel zip, long at, ZipDirectory otherwise)
      throws IOException {
    if (at < 0 || at > zip.size() - END_64_LENGTH) {
      return otherwise;
    }
    ByteBuffer end = read(zip, at, END_64_LENGTH);
    if (end.limit() < END_64_LENGTH || end.getInt(0) != END_64) {
      return otherwise;
    }
    return new ZipDirectory(
        larger(end.getLong(32), otherwise.entries), larger(end.getLong(40), otherwise.bytes));
  }

  // A negative number is one beyond 2^63: too large for any limit.
  private static long larger(long a, long b) {
    return a < 0 ? Long.MAX_VALUE : (b == 0xFFFF || b == 0xFFFFFFFFL) ? a : Math.max(a, b);
  }

  private static ByteBuffer read(FileChannel zip, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && zip.read(bytes, at + bytes.position()) > 0) {
      // until full or at the end
    }
    return bytes.flip();
  }
}
