package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.attribution.Participation.Bound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether a roster in force may be used now: a current one in its own performance year, a runout
 * one in the year after, each while its file is young enough. Years are those of the ACO's model;
 * days are UTC's.
 */
@Component
public class RosterInForceRule {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
  private final AttributionSettings settings;
  private final Clock clock;

  RosterInForceRule(AttributionSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Judges the roster in force of a kind, of an ACO of that model; empty where none is. */
  public RosterValidity judge(AcoModel model, RosterKind kind, Optional<Roster> inForce) {
    return inForce.map(roster -> judge(model, roster)).orElseGet(() -> never(kind));
  }

  /**
   * Judges the roster in force of an ACO whose participation ended. Where that bounds attribution
   * it is used however old it is, across a year's end too.
   */
  public RosterValidity judge(
      AcoModel model, Optional<Participation> ended, RosterKind kind, Optional<Roster> inForce) {
    if (ended.isEmpty() || ended.get().attribution() == Bound.LATEST || inForce.isEmpty()) {
      return judge(model, kind, inForce);
    }
    return new RosterValidity(
        AttributionState.CURRENT,
        Optional.empty(),
        "The participation ended on %s; the %s attribution of %s stays."
            .formatted(ended.get().endedOn(), word(kind), DAY.format(inForce.get().fileTime())));
  }

  private RosterValidity judge(AcoModel model, Roster roster) {
    Instant now = clock.instant();
    MonthDay begins = model.yearBegins();
    PerformanceYear usedIn =
        roster.kind().usedIn(new PerformanceYear(roster.performanceYear(), begins));
    int year = PerformanceYear.at(now, begins).number();
    Instant validUntil = validUntil(roster, usedIn);
    if (year != usedIn.number()) {
      String sentence = year < usedIn.number() ? notBegun(roster, usedIn) : over(roster, year);
      return new RosterValidity(AttributionState.AWAITING, Optional.of(validUntil), sentence);
    }
    if (now.isAfter(validUntil)) {
      return tooOld(roster, validUntil);
    }
    return new RosterValidity(
        AttributionState.CURRENT,
        Optional.of(validUntil),
        "The %s attribution of performance year %d is in force and can be used until %s."
            .formatted(word(roster.kind()), roster.performanceYear(), DAY.format(validUntil)));
  }

  private Instant validUntil(Roster roster, PerformanceYear usedIn) {
    Instant byAge = roster.fileTime().plus(maxAge(roster.kind()));
    return byAge.isBefore(usedIn.end()) ? byAge : usedIn.end();
  }

  private Duration maxAge(RosterKind kind) {
    return kind == RosterKind.CURRENT ? settings.currentMaxAge() : settings.runoutMaxAge();
  }

  private RosterValidity tooOld(Roster roster, Instant validUntil) {
    String fact =
        "The %s attribution file of %s is older than %d days. "
            .formatted(
                word(roster.kind()), DAY.format(roster.fileTime()), maxAge(roster.kind()).toDays());
    return roster.kind() == RosterKind.CURRENT
        ? new RosterValidity(
            AttributionState.STALE,
            Optional.of(validUntil),
            fact + "Try again when a newer file has been delivered; /attribution_status tells.")
        : new RosterValidity(
            AttributionState.EXPIRED,
            Optional.of(validUntil),
            fact + "Runout data is no longer available; use Group/all for this year's people.");
  }

  private static String over(Roster roster, int year) {
    return roster.kind() == RosterKind.CURRENT
        ? ("No attribution for performance year %d has been delivered yet; the newest is of %d."
                + " Until it comes, usually in the first weeks of the year, Group/runout may be"
                + " available; /attribution_status tells.")
            .formatted(year, roster.performanceYear())
        : ("No runout attribution for performance year %d has been delivered yet; the newest is of"
                + " %d. It usually comes in the first months of the year; /attribution_status"
                + " tells.")
            .formatted(year - 1, roster.performanceYear());
  }

  private static String notBegun(Roster roster, PerformanceYear usedIn) {
    return "The %s attribution of performance year %d is used from %s on. Try again then."
        .formatted(word(roster.kind()), roster.performanceYear(), usedIn.first());
  }

  private static RosterValidity never(RosterKind kind) {
    return new RosterValidity(
        AttributionState.NEVER,
        Optional.empty(),
        "No %s attribution has been delivered for this ACO. Try again when one has;"
                .formatted(word(kind))
            + " /attribution_status tells.");
  }

  private static String word(RosterKind kind) {
    return kind == RosterKind.CURRENT ? "current" : "runout";
  }
}
