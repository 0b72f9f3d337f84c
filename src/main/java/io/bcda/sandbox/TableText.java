package io.bcda.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables beside this class: a row for each line, cells parted by "|", # begins a comment. */
final class TableText {
  private TableText() {}

  static List<String[]> rows(String file) {
    try (InputStream in = TableText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(TableText::cells)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] cells(String line) {
    String[] cells = line.split("\\|", -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].trim();
    }
    return cells;
  }
}
