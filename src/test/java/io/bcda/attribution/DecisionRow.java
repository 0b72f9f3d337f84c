package io.bcda.attribution;

import static java.util.stream.Collectors.toMap;

import io.bcda.attribution.CohortResolver.Scope;
import java.util.Map;
import java.util.Set;

/**
 * A row of the decision table: a situation, and what an export yields in it.
 *
 * @param number by which people find it
 * @param words by column
 */
record DecisionRow(int number, Map<DecisionColumn, String> words) {

  /**
   * What an export yields of one person.
   *
   * @param answer the HTTP status, and whether the manifest warns
   */
  record Outcome(Answer answer, Set<DecisionPart> output, Set<DecisionPart> deleted) {}

  /** What is asked for. */
  enum Asked implements DecisionWord {
    ALL("all", Scope.ALL),
    NEW("new", Scope.NEW),
    RUNOUT("runout", Scope.RUNOUT),
    PATIENT("Patient", Scope.EVERYBODY);

    private final String word;
    final Scope scope;

    Asked(String word, Scope scope) {
      this.word = word;
      this.scope = scope;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** How an export is answered. */
  enum Answer implements DecisionWord {
    OK("200"),
    WARNED("200, warning"),
    DENIED("403"),
    NOT_FOUND("404");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  <W extends DecisionWord> W get(DecisionColumn column, Class<W> type) {
    return DecisionWord.of(type, words.get(column));
  }

  DecisionTimes times() {
    return DecisionTimes.of(
        get(DecisionColumn.NOW, DecisionTimes.Now.class),
        get(DecisionColumn.SINCE, DecisionTimes.Since.class));
  }

  /** The words without the outcome. */
  Map<DecisionColumn, String> situation() {
    return words.entrySet().stream()
        .filter(cell -> !cell.getKey().isOutcome())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Outcome outcome() {
    return new Outcome(
        get(DecisionColumn.ANSWER, Answer.class),
        get(DecisionColumn.OUTPUT, DecisionPart.Listed.class).parts(),
        get(DecisionColumn.DELETED, DecisionPart.Listed.class).parts());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("row " + number);
    words.forEach(
        (column, word) -> {
          if (!word.equals(column.usual())) {
            text.append(", ").append(column.title()).append(": ").append(word);
          }
        });
    return text.toString();
  }
}
