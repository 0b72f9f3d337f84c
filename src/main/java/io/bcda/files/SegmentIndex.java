package io.bcda.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The segments of one stored file, as the side file {@code <name>.idx} keeps them: a magic number,
 * the segments, their number and a CRC-32 of all that, big-endian.
 *
 * @param segments in the file's order
 */
record SegmentIndex(List<Segment> segments) {
  static final String SUFFIX = ".idx";
  private static final int MAGIC = 0xBCDA0001;
  private static final int FRAME_BYTES = 3 * Integer.BYTES;

  SegmentIndex {
    segments = List.copyOf(segments);
  }

  /** Writes an index as its segments come. */
  static final class Writer {
    private final OutputStream out;
    private final CRC32 crc = new CRC32();
    private int count;

    Writer(OutputStream out) throws IOException {
      this.out = out;
      append(ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC));
    }

    void add(Segment s) throws IOException {
      append(
          ByteBuffer.allocate(Segment.BYTES)
              .putLong(s.plainOffset())
              .putLong(s.storedOffset())
              .putInt(s.lines())
              .putInt(s.crc())
              .putInt(s.first())
              .putInt(s.last()));
      count++;
    }

    void finish() throws IOException {
      append(ByteBuffer.allocate(Integer.BYTES).putInt(count));
      append(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()));
    }

    private void append(ByteBuffer bytes) throws IOException {
      crc.update(bytes.array());
      out.write(bytes.array());
    }
  }

  /** The index in a file; empty if it is missing or damaged, for the data can be read without. */
  static Optional<SegmentIndex> read(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<SegmentIndex> parse(byte[] bytes) {
    int body = bytes.length - Integer.BYTES;
    if (body < FRAME_BYTES - Integer.BYTES || (bytes.length - FRAME_BYTES) % Segment.BYTES != 0) {
      return Optional.empty();
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, body);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = (bytes.length - FRAME_BYTES) / Segment.BYTES;
    boolean whole = in.getInt(body) == (int) crc.getValue();
    if (!whole || in.getInt() != MAGIC || in.getInt(body - Integer.BYTES) != count) {
      return Optional.empty();
    }
    List<Segment> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(
          new Segment(
              in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getInt()));
    }
    return Optional.of(new SegmentIndex(segments));
  }

  /** The last segment that begins at or before a plain offset; empty if there are no segments. */
  Optional<Segment> holding(long plainOffset) {
    int low = 0;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).plainOffset() <= plainOffset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(segments.get(low - 1));
  }
}
