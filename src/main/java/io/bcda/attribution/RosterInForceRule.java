package io.bcda.attribution;

import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
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
   * Judges the roster in force of an ACO whose participation ended in a way that bounds
   * attribution: it is used however old it is, across a year's end too.
   */
  RosterValidity judgeBounded(Participation ended, RosterKind kind, Optional<Roster> inForce) {
    return inForce
        .map(
            roster ->
                new RosterValidity(
                    AttributionState.CURRENT,
                    Optional.empty(),
                    "The participation ended on %s; the %s attribution of %s stays."
                        .formatted(ended.endedOn(), word(kind), DAY.format(roster.fileTime()))))
        .orElseGet(
            () ->
                new RosterValidity(
                    AttributionState.NEVER,
                    Optional.empty(),
                    "The participation ended on %s, and no %s attribution of a file up to that day has been delivered. Later ones do not count."
                        .formatted(ended.endedOn(), word(kind))));
  }

  /**
   * Judges the current roster in force. Where it cannot be used, the sentence says that last year's
   * people can be had meanwhile, but only if they can.
   *
   * @param runout the runout roster in force
   */
  RosterValidity judgeCurrent(AcoModel model, Optional<Roster> current, Optional<Roster> runout) {
    RosterValidity validity = judge(model, RosterKind.CURRENT, current);
    if (validity.isUsable() || !model.groups().contains(AcoGroup.RUNOUT)) {
      return validity;
    }
    RosterValidity other = judge(model, RosterKind.RUNOUT, runout);
    return other
        .validUntil()
        .filter(until -> other.isUsable())
        .map(until -> validity.adding(runoutWorks(until)))
        .orElse(validity);
  }

  private static String runoutWorks(Instant until) {
    return " Until then Group/runout has last year's people; their attribution can be used until %s."
        .formatted(DAY.format(until));
  }

  private RosterValidity judge(AcoModel model, Roster roster) {
    Instant now = clock.instant();
    MonthDay begins = model.yearBegins();
    PerformanceYear usedIn =
        roster.kind().usedIn(new PerformanceYear(roster.performanceYear(), begins));
    PerformanceYear year = PerformanceYear.at(now, begins);
    Instant validUntil = validUntil(roster, usedIn);
    if (year.number() != usedIn.number()) {
      boolean tooEarly = year.number() < usedIn.number();
      String sentence = tooEarly ? notBegun(roster, usedIn) : over(roster, year);
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
        "The %s attribution file of %s is older than %d days"
            .formatted(
                word(roster.kind()), DAY.format(roster.fileTime()), maxAge(roster.kind()).toDays());
    return roster.kind() == RosterKind.CURRENT
        ? new RosterValidity(
            AttributionState.STALE,
            Optional.of(validUntil),
            fact
                + "; a newer one is missing since %s. Try again when it has been delivered; /attribution_status tells."
                    .formatted(second(validUntil)))
        : new RosterValidity(
            AttributionState.EXPIRED,
            Optional.of(validUntil),
            fact
                + ". Runout data is no longer available since %s; Group/all is for this year's people."
                    .formatted(second(validUntil)));
  }

  /**
   * @param year the one under way, for which this roster is too old
   */
  private static String over(Roster roster, PerformanceYear year) {
    boolean current = roster.kind() == RosterKind.CURRENT;
    return "No %sattribution for performance year %d has been delivered yet; it is missing since %s, and the newest is of %d. It usually comes in the first %s of the year; /attribution_status tells."
        .formatted(
            current ? "" : "runout ",
            current ? year.number() : year.number() - 1,
            second(year.start()),
            roster.performanceYear(),
            current ? "weeks" : "months");
  }

  private static String second(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
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
