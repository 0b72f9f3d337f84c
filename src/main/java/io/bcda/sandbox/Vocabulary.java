package io.bcda.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The code lists and names of {@code vocabulary.txt}. Immutable. */
final class Vocabulary {
  /** A code and what it means; the display may be empty. */
  record Word(String code, String display) {}

  private final Map<String, List<Word>> lists = new HashMap<>();

  Vocabulary() {
    for (String[] row : TableText.rows("vocabulary.txt")) {
      String list = row[0].equals("given") ? row[0] + " " + row[1] : row[0];
      lists.computeIfAbsent(list, l -> new ArrayList<>()).add(new Word(row[1], row[2]));
    }
  }

  List<Word> list(String name) {
    List<Word> list = lists.get(name);
    if (list == null) {
      throw new IllegalArgumentException("no such list: " + name);
    }
    return list;
  }

  Word oneOf(String list, Dice dice) {
    return dice.oneOf(list(list));
  }
}
