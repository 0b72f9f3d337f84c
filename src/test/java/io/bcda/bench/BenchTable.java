package io.bcda.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A Markdown table, row by row. */
final class BenchTable {
  /** Where nothing was measured. */
  static final String NONE = "–";

  private final int columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Begins with the heads.
   *
   * @param words how many columns, from the left, hold words; the others hold numbers
   */
  BenchTable(int words, String... heads) {
    this.columns = heads.length;
    rows.add(List.of(heads));
    rows.add(
        IntStream.range(0, columns).mapToObj(column -> column < words ? "---" : "---:").toList());
  }

  /** Adds a row of which only the first cell says something. */
  void emptyRow(String first) {
    List<String> cells = new ArrayList<>(Collections.nCopies(columns, NONE));
    cells.set(0, first);
    rows.add(List.copyOf(cells));
  }

  void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(List.of(cells));
  }

  /** A number as people read it: 12,345 or 12.3 or 0.12. */
  static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 1 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  static String number(Optional<? extends Number> value) {
    return value.map(v -> number(v.doubleValue())).orElse(NONE);
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append("| ").append(String.join(" | ", row)).append(" |\n"));
    return table.toString();
  }
}
