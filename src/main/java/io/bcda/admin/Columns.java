package io.bcda.admin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns. */
final class Columns {
  private final List<String[]> rows = new ArrayList<>();

  Columns(String... head) {
    rows.add(head);
  }

  void add(String... row) {
    rows.add(row);
  }

  void print(PrintStream out) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
