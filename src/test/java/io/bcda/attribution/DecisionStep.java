package io.bcda.attribution;

import java.util.function.Consumer;

/** A fact of a row of the decision table. */
record DecisionStep(Phase phase, Consumer<DecisionWorld> fact) {

  /** When it happens. */
  enum Phase {
    /** Before {@code _since}. */
    BEFORE,
    /** In a transaction that is open at {@code _since}. */
    OPEN,
    /** After {@code _since}. */
    SINCE
  }

  static DecisionStep before(Consumer<DecisionWorld> fact) {
    return new DecisionStep(Phase.BEFORE, fact);
  }

  static DecisionStep open(Consumer<DecisionWorld> fact) {
    return new DecisionStep(Phase.OPEN, fact);
  }

  static DecisionStep since(Consumer<DecisionWorld> fact) {
    return new DecisionStep(Phase.SINCE, fact);
  }
}
