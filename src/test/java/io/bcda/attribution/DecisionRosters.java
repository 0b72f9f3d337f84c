package io.bcda.attribution;

import static io.bcda.attribution.DecisionRosters.Listed.FORMER_MBI;
import static io.bcda.attribution.DecisionRosters.Listed.IN;
import static io.bcda.attribution.DecisionRosters.Listed.NEW_MBI;
import static io.bcda.attribution.DecisionRosters.Listed.OUT;
import static io.bcda.attribution.DecisionRosters.Listed.TWICE;

import io.bcda.attribution.DecisionStep.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which rosters of one kind were delivered, and in which of them the person is. */
enum DecisionRosters implements DecisionWord {
  NONE("none"),
  STAYS("stays", first(IN)),
  NEVER("never", first(OUT)),
  BOTH("both", first(IN), second(IN)),
  JOINED("joined", first(OUT), second(IN)),
  LEFT("left", first(IN), second(OUT)),
  JOINED_BEFORE("joined before", first(OUT), nextBefore(IN)),
  LEFT_BEFORE("left before", first(IN), nextBefore(OUT)),
  JOINED_FILED_BEFORE("joined, filed before", first(OUT), filedBefore(IN)),
  JOINED_COMMITTED_SINCE("joined, committed since", first(OUT), committedSince(IN)),
  LATE_IN("in a late old file", first(OUT), late(IN)),
  LATE_OUT("not in a late old file", first(IN), late(OUT)),
  CORRECTED_IN("corrected in", first(OUT), firstCorrected(IN)),
  CORRECTED_OUT("corrected out", first(IN), firstCorrected(OUT)),
  JOINED_BY_CORRECTION("joined by correction", first(OUT), second(OUT), secondCorrected(IN)),
  LEFT_CORRECTED("left, corrected back", first(IN), second(OUT), secondCorrected(IN)),
  LEFT_AND_BACK("left and back", first(IN), second(OUT), third(IN)),
  CAME_AND_WENT("came and went", first(OUT), second(IN), third(OUT)),
  JOINED_TAKEN_BACK("joined, taken back", first(OUT), second(IN), takenBack()),
  LEFT_TAKEN_BACK("left, taken back", first(IN), second(OUT), takenBack()),
  JOINED_BEFORE_TAKEN_BACK("joined before, taken back", first(OUT), nextBefore(IN), takenBack()),
  LEFT_BEFORE_TAKEN_BACK("left before, taken back", first(IN), nextBefore(OUT), takenBack()),
  TAKEN_BACK("taken back", first(IN), takenBack()),
  LISTED_TWICE("listed twice", first(TWICE)),
  UNDER_A_FORMER_MBI("under a former MBI", first(FORMER_MBI)),
  THEN_UNDER_A_NEW_MBI("then under a new MBI", first(IN), second(NEW_MBI));

  /** How a roster has the person. */
  enum Listed {
    OUT,
    IN,
    TWICE,
    FORMER_MBI,
    NEW_MBI
  }

  /** A delivery, or a roll-back, to an ACO in a world. */
  private record KindStep(Phase phase, Function<RosterKind, Consumer<DecisionWorld>> fact) {
    DecisionStep of(RosterKind kind) {
      return new DecisionStep(phase, fact.apply(kind));
    }
  }

  private final String word;
  private final List<KindStep> steps;

  DecisionRosters(String word, KindStep... steps) {
    this.word = word;
    this.steps = List.of(steps);
  }

  @Override
  public String word() {
    return word;
  }

  List<DecisionStep> steps(RosterKind kind) {
    return steps.stream().map(step -> step.of(kind)).toList();
  }

  private static KindStep first(Listed listed) {
    return delivered(Phase.BEFORE, times -> days(times.since(), -10), listed);
  }

  private static KindStep firstCorrected(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.since(), -10).plusSeconds(3600), listed);
  }

  private static KindStep nextBefore(Listed listed) {
    return delivered(Phase.BEFORE, times -> days(times.since(), -2), listed);
  }

  private static KindStep committedSince(Listed listed) {
    return delivered(Phase.OPEN, times -> days(times.since(), -2), listed);
  }

  private static KindStep filedBefore(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.later(), -5), listed);
  }

  private static KindStep late(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.since(), -17), listed);
  }

  private static KindStep second(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.later(), 2), listed);
  }

  private static KindStep secondCorrected(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.later(), 2).plusSeconds(3600), listed);
  }

  private static KindStep third(Listed listed) {
    return delivered(Phase.SINCE, times -> days(times.later(), 3), listed);
  }

  private static KindStep takenBack() {
    return new KindStep(Phase.SINCE, kind -> world -> world.rollBack(kind));
  }

  private static KindStep delivered(
      Phase phase, Function<DecisionTimes, Instant> file, Listed listed) {
    return new KindStep(
        phase, kind -> world -> world.deliver(kind, file.apply(world.times()), listed));
  }

  private static Instant days(Instant from, int days) {
    return from.plus(Duration.ofDays(days));
  }
}
