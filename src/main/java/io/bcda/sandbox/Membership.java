package io.bcda.sandbox;

/**
 * In which of one ACO's rosters a person stands.
 *
 * @param first in the current roster of the first stage
 * @param second in the current roster of the second stage
 * @param runout in the runout roster, which comes with the first stage and stays
 */
record Membership(boolean first, boolean second, boolean runout) {
  static final Membership NONE = new Membership(false, false, false);

  /** {@code 1}, {@code 2} and {@code r}, in any combination. */
  static Membership of(String marks) {
    return new Membership(marks.contains("1"), marks.contains("2"), marks.contains("r"));
  }

  /** Drawn for somebody who belongs to this ACO: 4 % left, 4 % joined, most were here last year. */
  static Membership drawn(Dice dice) {
    int lot = dice.below(100);
    if (lot < 4) {
      return new Membership(true, false, dice.permille(700));
    }
    if (lot < 8) {
      return new Membership(false, true, dice.permille(100));
    }
    if (lot < 12) {
      return new Membership(false, false, true);
    }
    return new Membership(true, true, dice.permille(850));
  }

  boolean currentAt(Stage stage) {
    return stage == Stage.FIRST ? first : second;
  }
}
