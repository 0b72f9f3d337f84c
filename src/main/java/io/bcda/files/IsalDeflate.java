package io.bcda.files;

import com.sun.jna.Memory;
import java.io.IOException;

/**
 * A stream of ISA-L, in memory outside the heap: half a megabyte, freed by closing. Its calls
 * exclude each other, so that a stream that is closed meanwhile is refused and never touched.
 */
final class IsalDeflate implements RawDeflate {
  /** ISA-L has no higher one. */
  static final int MAX_LEVEL = 3;

  private static final int BUFFER = 64 * 1024;

  /** A struct isal_zstream is 82,384 bytes in ISA-L 2.30; the rest is for later ones to grow. */
  private static final int STREAM_BYTES = 128 * 1024;

  /** ISAL_DEF_LVL1_LARGE, ISAL_DEF_LVL2_LARGE, ISAL_DEF_LVL3_LARGE: what the header recommends. */
  private static final int[] LEVEL_BYTES = {282_624, 331_776, 348_160};

  private static final short NO_FLUSH = 0;
  private static final short FULL_FLUSH = 2;

  /** Where the fields of struct isal_zstream lie that a caller sets, on systems of 64 bits. */
  private static final class At {
    static final long NEXT_IN = 0;
    static final long AVAIL_IN = 8;
    static final long NEXT_OUT = 16;
    static final long AVAIL_OUT = 24;
    static final long LEVEL = 40;
    static final long LEVEL_BUF_SIZE = 44;
    static final long LEVEL_BUF = 48;
    static final long END_OF_STREAM = 56;
    static final long FLUSH = 58;
  }

  private final IsalLibrary isal;
  private final Memory stream = new Memory(STREAM_BYTES);
  private final Memory levelBuffer;
  private final Memory input;
  private final Memory output;
  private byte[] bytes = {};
  private int offset;
  private int left;
  private int filled;
  private boolean busy;
  private boolean closed;
  private Then done = Then.MORE;

  /**
   * @param level 1 to 9; above 3 is 3
   */
  IsalDeflate(IsalLibrary isal, int level) {
    this(isal, level, BUFFER);
  }

  /**
   * @param buffer bytes of plain and of packed ones outside the heap
   */
  IsalDeflate(IsalLibrary isal, int level, int buffer) {
    this.isal = isal;
    int isalLevel = Math.min(level, MAX_LEVEL);
    this.levelBuffer = new Memory(LEVEL_BYTES[isalLevel - 1]);
    this.input = new Memory(buffer);
    this.output = new Memory(buffer);
    stream.clear();
    isal.init(stream);
    stream.setInt(At.LEVEL, isalLevel);
    stream.setInt(At.LEVEL_BUF_SIZE, (int) levelBuffer.size());
    stream.setPointer(At.LEVEL_BUF, levelBuffer);
  }

  @Override
  public synchronized void take(byte[] plain, int from, int length) {
    requireOpen();
    bytes = plain;
    offset = from;
    left = length;
    done = Then.MORE;
  }

  @Override
  public synchronized int deflate(byte[] out, Then then) throws IOException {
    requireOpen();
    int n = 0;
    while (busy || load(then)) {
      n += run(out, n);
      if (n == out.length) {
        break;
      }
    }
    return n;
  }

  /**
   * Hands the next bytes to ISA-L. The last ones wait for what comes behind them, so that each
   * flush has bytes of its own.
   *
   * @return whether there is something to do
   */
  private boolean load(Then then) {
    int n = (int) Math.min(left, input.size() - filled);
    input.write(filled, bytes, offset, n);
    filled += n;
    offset += n;
    left -= n;
    if (left == 0 && (then == Then.MORE || then == done)) {
      return false;
    }
    done = left == 0 ? then : Then.MORE;
    stream.setPointer(At.NEXT_IN, input);
    stream.setInt(At.AVAIL_IN, filled);
    stream.setShort(At.FLUSH, done == Then.CUT ? FULL_FLUSH : NO_FLUSH);
    stream.setShort(At.END_OF_STREAM, (short) (done == Then.END ? 1 : 0));
    filled = 0;
    return true;
  }

  private int run(byte[] out, int from) throws IOException {
    int room = (int) Math.min(out.length - from, output.size());
    stream.setPointer(At.NEXT_OUT, output);
    stream.setInt(At.AVAIL_OUT, room);
    isal.deflate(stream);
    int roomLeft = stream.getInt(At.AVAIL_OUT);
    busy = roomLeft == 0; // else all that it had to say was said
    if (!busy && stream.getInt(At.AVAIL_IN) != 0) {
      throw new IOException("ISA-L left bytes behind");
    }
    output.read(0, out, from, room - roomLeft);
    return room - roomLeft;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the compressor is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    stream.close();
    levelBuffer.close();
    input.close();
    output.close();
    bytes = new byte[0];
  }
}
