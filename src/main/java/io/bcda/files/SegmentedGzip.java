package io.bcda.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) that can be entered at many places: a full flush empties the
 * compressor's window, so that inflating may begin behind it. Several members would be easier to
 * cut, but curl, wget and httpx stop after the first.
 */
final class SegmentedGzip implements Closeable {
  /** Bytes before the first compressed one: no name, no time, so that same input is same output. */
  static final int HEADER_BYTES = 10;

  private static final int UNKNOWN_SYSTEM = 255;
  private final RawDeflate deflate;
  private final OutputStream out;
  private final Consumer<Segment> segments;
  private final byte[] packed = new byte[64 * 1024];
  private final CRC32 segmentCrc = new CRC32();
  private long plain;
  private long stored;
  private int memberCrc;
  private Segment open = new Segment(0, HEADER_BYTES, 0, 0, 0, 0);

  /**
   * @param out takes the stored bytes; the caller closes it
   * @param deflate closed with this, or if the header cannot be written
   * @param segments told of each segment as it ends
   */
  SegmentedGzip(OutputStream out, RawDeflate deflate, int level, Consumer<Segment> segments)
      throws IOException {
    this.out = out;
    this.segments = segments;
    this.deflate = deflate;
    byte[] header = {
      0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, extraFlags(level), (byte) UNKNOWN_SYSTEM
    };
    try {
      send(header, header.length);
    } catch (IOException e) {
      deflate.close();
      throw e;
    }
  }

  // RFC 1952 section 2.3.1: 2 = smallest, 4 = fastest.
  private static byte extraFlags(int level) {
    return (byte) (level == Deflater.BEST_COMPRESSION ? 2 : level == Deflater.BEST_SPEED ? 4 : 0);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    segmentCrc.update(bytes, offset, length);
    plain += length;
    deflate.take(bytes, offset, length);
    pump(RawDeflate.Then.MORE);
  }

  /** Ends the segment here; the next one can be inflated without what came before. */
  void endSegment(int lines, int first, int last) throws IOException {
    pump(RawDeflate.Then.CUT);
    close(lines, first, last);
    open = new Segment(plain, stored, 0, 0, 0, 0);
  }

  /** Ends the last segment, if it has bytes, and the member. */
  void finish(int lines, int first, int last) throws IOException {
    if (segmentPlainBytes() > 0) {
      close(lines, first, last);
    }
    pump(RawDeflate.Then.END);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt(memberCrc).putInt((int) plain); // RFC 1952: the size modulo 2^32
    send(trailer.array(), 8);
  }

  private void close(int lines, int first, int last) {
    int crc = (int) segmentCrc.getValue();
    memberCrc = Crc32Join.join(memberCrc, crc, segmentPlainBytes());
    segmentCrc.reset();
    segments.accept(new Segment(open.plainOffset(), open.storedOffset(), lines, crc, first, last));
  }

  private void pump(RawDeflate.Then then) throws IOException {
    int n;
    do {
      n = deflate.deflate(packed, then);
      send(packed, n);
    } while (n == packed.length);
  }

  private void send(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    stored += length;
  }

  /** Plain bytes since the last flush point. */
  long segmentPlainBytes() {
    return plain - open.plainOffset();
  }

  long plainBytes() {
    return plain;
  }

  long storedBytes() {
    return stored;
  }

  /** Frees the compressor's memory. */
  @Override
  public void close() {
    deflate.close();
  }
}
