package io.bcda.sandbox;

import io.bcda.sandbox.Roster.Kind;

/**
 * When one ACO sees one person. Seen means matched: the roster lists an MBI, current or historic,
 * that the Patient shows as it is known then.
 *
 * @param then by the current roster of the first stage, as known then
 * @param now by the current roster of the second stage, as known then
 * @param before by the current roster of the first stage, as known at the second
 * @param thenRunout by the runout roster, as known at the first stage
 * @param nowRunout by the runout roster, as known at the second stage
 */
record Sight(boolean then, boolean now, boolean before, boolean thenRunout, boolean nowRunout) {

  static Sight of(Person person, int aco) {
    return new Sight(
        matched(person, aco, Kind.CURRENT, Stage.FIRST, Stage.FIRST),
        matched(person, aco, Kind.CURRENT, Stage.SECOND, Stage.SECOND),
        matched(person, aco, Kind.CURRENT, Stage.FIRST, Stage.SECOND),
        matched(person, aco, Kind.RUNOUT, Stage.FIRST, Stage.FIRST),
        matched(person, aco, Kind.RUNOUT, Stage.FIRST, Stage.SECOND));
  }

  boolean sees(Stage stage, Kind kind) {
    return switch (kind) {
      case CURRENT -> stage == Stage.FIRST ? then : now;
      case RUNOUT -> stage == Stage.FIRST ? thenRunout : nowRunout;
    };
  }

  /** An MBI is one person's alone, so each person's lines can be judged by themselves. */
  private static boolean matched(
      Person person, int aco, Kind kind, Stage delivered, Stage knowledge) {
    return person.isKnownAt(knowledge)
        && Rosters.lines(person, aco, kind, delivered)
            .anyMatch(line -> person.mbis(knowledge).contains(line.mbi()));
  }
}
