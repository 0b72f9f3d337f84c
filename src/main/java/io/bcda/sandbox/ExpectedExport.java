package io.bcda.sandbox;

import io.bcda.sandbox.ResourceLife.State;
import io.bcda.sandbox.Roster.Kind;
import java.time.LocalDate;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The exports of which answers are written, and what each must hold. */
enum ExpectedExport {
  PATIENT("patient", Kind.CURRENT, false),
  ALL("group-all", Kind.CURRENT, false),
  NEW("group-new", Kind.CURRENT, false),
  RUNOUT("group-runout", Kind.RUNOUT, false),
  PATIENT_SINCE("patient-since", Kind.CURRENT, true),
  ALL_SINCE("group-all-since", Kind.CURRENT, true),
  NEW_SINCE("group-new-since", Kind.CURRENT, true),
  RUNOUT_SINCE("group-runout-since", Kind.RUNOUT, true);

  private final String fileName;
  private final Kind kind;
  private final boolean hasSince;

  ExpectedExport(String fileName, Kind kind, boolean hasSince) {
    this.fileName = fileName;
    this.kind = kind;
    this.hasSince = hasSince;
  }

  /** The name of its answer, without ending. */
  String fileName() {
    return fileName;
  }

  /** Whether it can be asked for at a stage: {@code _since} is a moment before the second. */
  boolean isAskedAt(Stage stage) {
    return stage == Stage.SECOND || !hasSince;
  }

  /**
   * Whether the output holds the resource in the state of this stage.
   *
   * @param sights what the ACO sees of a person, by the person's number
   * @param windowEnd the last day of the runout window
   */
  boolean holds(ResourceLife life, Stage stage, IntFunction<Sight> sights, LocalDate windowEnd) {
    State now = life.at(stage);
    if (now == null || !isVisible(life, stage, sights, windowEnd)) {
      return false;
    }
    return switch (this) {
      case PATIENT, ALL, RUNOUT -> true;
      case NEW -> stage == Stage.FIRST || !sights.apply(now.person()).before();
      case NEW_SINCE -> !sights.apply(now.person()).sees(Stage.FIRST, kind);
      case PATIENT_SINCE -> !now.equals(life.first());
      case ALL_SINCE, RUNOUT_SINCE ->
          !(now.equals(life.first()) && isVisible(life, Stage.FIRST, sights, windowEnd));
    };
  }

  /** Whether the resource stands in {@code deleted}: it was visible then and is not now. */
  boolean isGone(ResourceLife life, IntFunction<Sight> sights, LocalDate windowEnd) {
    return hasSince
        && this != NEW_SINCE
        && isVisible(life, Stage.FIRST, sights, windowEnd)
        && !isVisible(life, Stage.SECOND, sights, windowEnd);
  }

  private boolean isVisible(
      ResourceLife life, Stage stage, IntFunction<Sight> sights, LocalDate windowEnd) {
    State state = life.at(stage);
    return state != null
        && !state.hidden()
        && sights.apply(state.person()).sees(stage, kind)
        && (kind == Kind.CURRENT || isInWindow(life, state.serviceDate(), windowEnd));
  }

  private static boolean isInWindow(
      ResourceLife life, @Nullable LocalDate service, LocalDate windowEnd) {
    return !life.type().equals("ExplanationOfBenefit")
        || (service != null && !service.isAfter(windowEnd));
  }
}
