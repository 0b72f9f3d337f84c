package io.bcda.loading;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lines of a stream, numbered from 1. Ends in LF or CRLF; the last may have no end. Blank lines are
 * counted but not given; a byte order mark before a line is dropped. A line over the limit is given
 * without its bytes and never held whole. Not thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/nd-json.html">FHIR R4, ND-JSON</a>
 */
final class NdjsonLines implements Closeable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long number;
  private byte[] line = new byte[BUFFER];
  private int length;
  private boolean overflown;

  /**
   * @param limit bytes of the longest line, its end not counted
   */
  NdjsonLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line that is not blank; empty at the end. */
  Optional<NdjsonLine> next() throws IOException {
    while (readLine()) {
      number++;
      if (overflown) {
        return Optional.of(NdjsonLine.tooLong(number));
      }
      int start = startsWithMark() ? BYTE_ORDER_MARK.length : 0;
      int end = length;
      if (end > start && line[end - 1] == '\r') {
        end--;
      }
      if (end - start > limit) {
        return Optional.of(NdjsonLine.tooLong(number));
      }
      if (!isBlank(start, end)) {
        return Optional.of(new NdjsonLine(number, Arrays.copyOfRange(line, start, end)));
      }
    }
    return Optional.empty();
  }

  /** Collects the bytes up to the next LF; false at the end of the stream. */
  private boolean readLine() throws IOException {
    length = 0;
    overflown = false;
    if (from == to && !fill()) {
      return false;
    }
    do {
      int lf = from;
      while (lf < to && buffer[lf] != '\n') {
        lf++;
      }
      append(lf - from);
      if (lf < to) {
        from = lf + 1;
        return true;
      }
      from = to;
    } while (fill());
    return true;
  }

  private void append(int count) {
    // Room for a byte order mark and a CR, which do not count.
    if (overflown || (long) length + count > (long) limit + BYTE_ORDER_MARK.length + 1) {
      overflown = true;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, length, count);
    length += count;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = 0;
    int read = in.readNBytes(buffer, 0, buffer.length);
    to = read;
    return read > 0;
  }

  private boolean startsWithMark() {
    return length >= BYTE_ORDER_MARK.length
        && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  private boolean isBlank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
