package io.bcda.attribution;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of preference files: 459 columns, whatever is not told is blank. */
final class TestPreferences {
  static final String HEADER = "HDR_BENEDATASHR20260301";

  private TestPreferences() {}

  /** A whole file of detail lines. */
  static String file(String... details) {
    return HEADER + "\n" + lines(details) + trailer(details.length);
  }

  static String lines(String... details) {
    StringBuilder lines = new StringBuilder();
    for (String detail : details) {
      lines.append(detail).append('\n');
    }
    return lines.toString();
  }

  /** The trailer, the count to the left of its ten columns. */
  static String trailer(int count) {
    return "TRL_BENEDATASHR20260301%-10d\n".formatted(count);
  }

  /** A person who said {@code indicator} on 1 February 2026. */
  static String detail(String mbi, char indicator) {
    return detail(mbi, "20260201", indicator);
  }

  static String detail(String mbi, String effective, char indicator) {
    StringBuilder line = new StringBuilder(" ".repeat(459));
    put(line, 1, mbi);
    put(line, 12, "1847800005John");
    put(line, 82, "Doe");
    put(line, 122, "19400131");
    put(line, 355, effective);
    put(line, 363, "1-800T");
    put(line, 369, String.valueOf(indicator));
    put(line, 385, "A0001Some ACO");
    return line.toString();
  }

  /** A person of whom only the preference on claims of substance use is known. */
  static String substanceUseOnly(String mbi) {
    StringBuilder line = new StringBuilder(detail(mbi, "        ", ' '));
    put(line, 363, "      ");
    put(line, 370, "202602011-800TN");
    return line.toString();
  }

  private static void put(StringBuilder line, int column, String text) {
    line.replace(column - 1, column - 1 + text.length(), text);
  }

  static InputStream bytes(String file) {
    return new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1));
  }
}
