package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a file from first to last, both inclusive (RFC 9110 section 14.1.2).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, not before the first
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE =
      Pattern.compile("bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

  ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not a range: " + first + "-" + last);
    }
  }

  /**
   * The range that a header asks of a file; empty if the whole file is the answer: for there is no
   * header, its unit is unknown, it is malformed, or it asks for several ranges, which a server may
   * answer with the whole (RFC 9110 section 14.2).
   *
   * @throws Refusal RANGE_OUTSIDE_FILE if the file has none of the bytes
   */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher m = ONE.matcher(header == null ? "" : header.strip());
    if (!m.matches() || (m.group(1).isEmpty() && m.group(2).isEmpty())) {
      return Optional.empty();
    }
    long last = m.group(2).isEmpty() ? Long.MAX_VALUE : number(m.group(2));
    if (m.group(1).isEmpty()) {
      return last == 0 ? outside() : last(last, size);
    }
    long first = number(m.group(1));
    if (last < first) {
      return Optional.empty();
    }
    return first >= size ? outside() : Optional.of(new ByteRange(first, Math.min(last, size - 1)));
  }

  private static Optional<ByteRange> last(long length, long size) {
    return size == 0 ? outside() : Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
  }

  private static Optional<ByteRange> outside() {
    throw new Refusal(Reason.RANGE_OUTSIDE_FILE, "The file does not have the bytes in Range")
        .at("Range");
  }

  /** More digits than a long has are more bytes than a file has. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  long length() {
    return last - first + 1;
  }

  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }
}
