package io.bcda.api;

/** Who comes to the doors; nothing behind them is theirs. */
enum Visitor {
  /** Another ACO's client that signed in by its secret. */
  SECRET,
  /** Another ACO's client that signed in by an assertion. */
  ASSERTION,
  SYSTEM,
  OPERATOR,
  NOBODY;

  boolean isAco() {
    return this == SECRET || this == ASSERTION;
  }
}
