package io.bcda.attribution;

import java.util.Arrays;
import java.util.List;

/** A word of the decision table; those of one column are the constants of one enum. */
interface DecisionWord {
  /** As it stands in the table. */
  String word();

  /** What happens by it, in order; empty where the world is set up otherwise. */
  default List<DecisionStep> steps() {
    return List.of();
  }

  static List<String> words(Class<? extends DecisionWord> column) {
    return Arrays.stream(column.getEnumConstants()).map(DecisionWord::word).toList();
  }

  /**
   * @throws IllegalArgumentException if the column has no such word
   */
  static <W extends DecisionWord> W of(Class<W> column, String word) {
    return Arrays.stream(column.getEnumConstants())
        .filter(w -> w.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is none of %s".formatted(word, words(column))));
  }
}
