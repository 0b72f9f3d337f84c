package io.bcda.loading;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks a gzip of one or more members. The JDK's stream takes whatever it cannot read behind a
 * member for the end, so that a damaged or cut-off later member would be missing without a word;
 * here nothing but zeros, which tapes and blocks are padded with, may follow the last. Not
 * thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2">RFC 1952, section 2</a>
 */
final class GzipMembers extends InputStream {
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final byte[] packed;
  private int from;
  private int to;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean any;

  GzipMembers(InputStream in, int buffer) {
    this.in = in;
    this.packed = new byte[buffer];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws EOFException if the stream ends within a member
   * @throws ZipException if it is damaged
   */
  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    while (length > 0) {
      if (!inMember && !begin()) {
        return -1;
      }
      int count = inflate(out, offset, length);
      if (count > 0) {
        crc.update(out, offset, count);
        return count;
      }
      end();
    }
    return 0;
  }

  /** Some bytes of the member; 0 at its end. */
  private int inflate(byte[] out, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(out, offset, length);
      while (count == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new ZipException("a dictionary is asked for");
        }
        need();
        inflater.setInput(packed, from, to - from);
        from = to;
        count = inflater.inflate(out, offset, length);
      }
      return count;
    } catch (DataFormatException e) {
      throw new ZipException("damaged");
    }
  }

  /** Reads a member's header; false at the end of the stream. */
  private boolean begin() throws IOException {
    if (any && isAtEnd()) {
      return false;
    }
    if (number(2) != MAGIC || number(1) != DEFLATE) {
      throw new ZipException("no gzip member");
    }
    int flags = (int) number(1);
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags");
    }
    number(4); // when it was packed
    number(2); // how and where
    if ((flags & EXTRA) != 0) {
      for (long left = number(2); left > 0; left--) {
        number(1);
      }
    }
    skipText(flags & NAME);
    skipText(flags & COMMENT);
    number((flags & HEADER_CRC) == 0 ? 0 : 2);
    inflater.reset();
    crc.reset();
    inMember = true;
    any = true;
    return true;
  }

  private void skipText(int flag) throws IOException {
    while (flag != 0 && number(1) != 0) {
      // up to its end, which is a zero
    }
  }

  private void end() throws IOException {
    from = to - inflater.getRemaining();
    if (number(4) != crc.getValue() || number(4) != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new ZipException("checksum or length is wrong");
    }
    inMember = false;
  }

  /** Whether nothing follows but padding. */
  private boolean isAtEnd() throws IOException {
    boolean padded = false;
    while (from < to || fill()) {
      if (packed[from] != 0) {
        if (padded) {
          throw new ZipException("something follows the padding");
        }
        return false;
      }
      padded = true;
      from++;
    }
    return true;
  }

  /** So many bytes as a number, the lowest first. */
  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      need();
      number |= (packed[from++] & 0xFFL) << (8 * i);
    }
    return number;
  }

  private void need() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException("cut off");
    }
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(packed, 0, packed.length));
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
