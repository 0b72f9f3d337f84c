package io.bcda.attribution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The columns of the decision table, in order, each with its closed vocabulary. */
enum DecisionColumn {
  GROUP("group", DecisionRow.Asked.class, null),
  SINCE("_since", DecisionTimes.Since.class, "none"),
  NOW("now", DecisionTimes.Now.class, "June"),
  ROSTER("roster", DecisionRosters.class, "stays"),
  RUNOUT("runout", DecisionRosters.class, "none"),
  ACO("ACO", DecisionTerms.class, "active"),
  MODEL("model", DecisionModels.class, "usual"),
  OPT_OUT("opt-out", DecisionOptOuts.class, "none"),
  DATA("data", DecisionData.class, "old"),
  ANSWER("answer", DecisionRow.Answer.class, null),
  OUTPUT("output", DecisionPart.Listed.class, null),
  DELETED("deleted", DecisionPart.Listed.class, null);

  private final String title;
  private final Class<? extends DecisionWord> vocabulary;
  private final @Nullable String usual;

  DecisionColumn(String title, Class<? extends DecisionWord> vocabulary, @Nullable String usual) {
    this.title = title;
    this.vocabulary = vocabulary;
    this.usual = usual;
  }

  String title() {
    return title;
  }

  Class<? extends DecisionWord> vocabulary() {
    return vocabulary;
  }

  /** What a table without this column means; null if no table may lack it. */
  @Nullable String usual() {
    return usual;
  }

  /** Whether it tells what happens, and not when. */
  boolean isOutcome() {
    return compareTo(ANSWER) >= 0;
  }

  static DecisionColumn of(String title) {
    return Arrays.stream(values())
        .filter(column -> column.title.equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column \"" + title + "\""));
  }
}
