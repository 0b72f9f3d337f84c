package io.bcda.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Tries a compressor before files are trusted to it: writes a text in segments, and reads each of
 * them, and the whole, as downloads do, by the JDK's Inflater.
 */
final class DeflateTrial {
  /** Longer and shorter than any buffer on the way; the text ends with the last. */
  private static final int[] SEGMENTS = {200_000, 1, 65_536, 100, 70_000};

  private DeflateTrial() {}

  /**
   * @throws IOException if what is read is not what was written
   */
  static void run(RawDeflate.Source source) throws IOException {
    byte[] text = text(Arrays.stream(SEGMENTS).sum());
    List<Segment> segments = new ArrayList<>();
    byte[] stored = write(source, text, segments);
    SegmentIndex index = new SegmentIndex(segments);
    int from = 0;
    for (int length : SEGMENTS) {
      compare(stored, index, text, from, length);
      from += length;
    }
    compare(stored, index, text, 0, text.length); // to the end, with the trailer's CRC
  }

  private static byte[] write(RawDeflate.Source source, byte[] text, List<Segment> segments)
      throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (SegmentedGzip gzip = new SegmentedGzip(stored, source.open(), 1, segments::add)) {
      int from = 0;
      for (int length : SEGMENTS) {
        gzip.write(text, from, length);
        from += length;
        if (from < text.length) {
          gzip.endSegment(1, 0, 0);
        }
      }
      gzip.finish(1, 0, 0);
    }
    return stored.toByteArray();
  }

  private static void compare(byte[] stored, SegmentIndex index, byte[] text, int from, int length)
      throws IOException {
    PlainRange.Opener opener =
        at -> new ByteArrayInputStream(stored, (int) at, stored.length - (int) at);
    try (InputStream in = PlainRange.open(opener, Optional.of(index), from)) {
      byte[] plain = in.readNBytes(length);
      boolean ends = from + length < text.length || in.read() < 0;
      if (!ends || !Arrays.equals(plain, Arrays.copyOfRange(text, from, from + length))) {
        throw new IOException("the compressor's output is not its input");
      }
    }
  }

  /** Lines that repeat much, as claims do, and then noise, which cannot be compressed. */
  private static byte[] text(int length) {
    Random random = new Random(20);
    StringBuilder lines = new StringBuilder();
    while (lines.length() < length * 3 / 4) {
      lines.append("{\"resourceType\":\"ExplanationOfBenefit\",\"id\":\"");
      lines.append(random.nextInt(1_000_000)).append("\",\"status\":\"active\"}\n");
    }
    byte[] text = new byte[length];
    random.nextBytes(text);
    byte[] begin = lines.toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(begin, 0, text, 0, Math.min(begin.length, length));
    return text;
  }
}
