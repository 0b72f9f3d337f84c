package io.bcda.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The decision table of {@code docs/attribution.md}: tables of rows, which begin with a column
 * {@code #}, and keys, which tell what each word means.
 */
record DecisionTable(List<DecisionRow> rows, Map<DecisionColumn, List<String>> keys) {
  private static final String TITLE = "\n## Decision table\n";
  private static final String NUMBER = "#";
  private static final String MEANS = "means";

  /**
   * @throws IllegalArgumentException for a word, column or cell that a table may not have
   */
  static DecisionTable of(String page) {
    int begin = page.indexOf(TITLE);
    if (begin < 0) {
      throw new IllegalArgumentException("no section" + TITLE);
    }
    int end = page.indexOf("\n## ", begin + TITLE.length());
    String section = page.substring(begin, end < 0 ? page.length() : end);
    List<DecisionRow> rows = new ArrayList<>();
    Map<DecisionColumn, List<String>> keys = new EnumMap<>(DecisionColumn.class);
    for (List<List<String>> table : tables(section)) {
      List<String> header = table.get(0);
      List<List<String>> body = table.subList(2, table.size());
      if (header.get(0).equals(NUMBER)) {
        body.forEach(cells -> rows.add(row(header, cells)));
      } else if (header.get(1).equals(MEANS)) {
        List<String> words = body.stream().map(cells -> cells.get(0)).toList();
        Stream.of(header.get(0).split(", "))
            .forEach(title -> keys.put(DecisionColumn.of(title), words));
      } else {
        throw new IllegalArgumentException("neither rows nor a key: " + header);
      }
    }
    return new DecisionTable(List.copyOf(rows), keys);
  }

  /** Of each table the lines, of each line the cells. */
  private static List<List<List<String>>> tables(String section) {
    return Stream.of(section.split("\n\n"))
        .filter(block -> block.strip().startsWith("|"))
        .map(block -> block.strip().lines().map(DecisionTable::cells).toList())
        .toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|"))
        .map(cell -> cell.strip().replace("`", ""))
        .toList();
  }

  private static DecisionRow row(List<String> header, List<String> cells) {
    if (header.size() != cells.size()) {
      throw new IllegalArgumentException("%s does not fit under %s".formatted(cells, header));
    }
    Map<String, String> told = new LinkedHashMap<>();
    for (int i = 1; i < cells.size(); i++) {
      DecisionColumn column = DecisionColumn.of(header.get(i));
      DecisionWord.of(column.vocabulary(), cells.get(i));
      told.put(column.title(), cells.get(i));
    }
    Map<DecisionColumn, String> words = new EnumMap<>(DecisionColumn.class);
    for (DecisionColumn column : DecisionColumn.values()) {
      String word = told.getOrDefault(column.title(), column.usual());
      if (word == null) {
        throw new IllegalArgumentException("%s tells no %s".formatted(cells, column.title()));
      }
      words.put(column, word);
    }
    return new DecisionRow(Integer.parseInt(cells.get(0)), words);
  }
}
