package io.bcda.sandbox;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One claim as it is delivered.
 *
 * @param number unique among claims of its kind, positive; the resource id carries it negated
 * @param from first day of service
 * @param thru last day of service
 * @param lines number of lines
 * @param dating which of the dates the resource shows
 * @param fate what the second load does with it
 * @param cancelled whether its status is cancelled rather than active
 */
record Claim(
    ClaimKind kind,
    long number,
    LocalDate from,
    LocalDate thru,
    int lines,
    Dating dating,
    Fate fate,
    boolean cancelled) {

  /** Which dates a claim shows. A service date is sought in this order, by design. */
  enum Dating {
    /** {@code billablePeriod} with start and end, the usual. */
    PERIOD,
    /**
     * {@code billablePeriod.start} alone, which then is the service date, whatever the lines say.
     */
    START_ONLY,
    /** No {@code billablePeriod}; the lines are dated, and the latest is the service date. */
    LINES_ONLY,
    /** No date at all: in no runout export. */
    NONE
  }

  /** What becomes of a claim in the second load. */
  enum Fate {
    /** In the first load only. */
    STEADY,
    /** Delivered again, byte for byte: no new version. */
    REPEATED,
    /** Delivered again with other content: version 2. */
    CHANGED,
    /** Corrected to another last day of service: version 2, into or out of a runout window. */
    REDATED,
    /** Corrected to be another person's: version 2. */
    MOVED,
    /** In the second load only. */
    LATE
  }

  Claim {
    if (number <= 0 || lines < 1 || thru.isBefore(from)) {
      throw new IllegalArgumentException("not a claim: %d, %s to %s".formatted(number, from, thru));
    }
  }

  String id() {
    return kind.idPrefix() + "-" + number;
  }

  /** The same claim with this last day of service, for {@link Fate#REDATED}. */
  Claim endingOn(LocalDate day) {
    return new Claim(kind, number, from, day, lines, dating, fate, cancelled);
  }

  /**
   * Day of service of one line, 0 to {@code lines - 1}: the first line has the latest, so that a
   * reader who takes the last line's errs.
   */
  LocalDate lineDay(int line) {
    long days = ChronoUnit.DAYS.between(from, thru);
    return thru.minusDays(Math.min(line, days));
  }

  /** Whether the resource has a {@code billablePeriod}, with an end or without. */
  boolean showsPeriod() {
    return dating == Dating.PERIOD || dating == Dating.START_ONLY;
  }

  /** As FHIR's remittance-outcome has it: a claim without any date is not worked through yet. */
  String outcome() {
    return dating == Dating.NONE ? "partial" : "complete";
  }

  /** The service date by which a runout window judges; null when the claim shows none. */
  @Nullable LocalDate serviceDate() {
    return switch (dating) {
      case PERIOD -> thru;
      case START_ONLY -> from;
      case LINES_ONLY -> lineDays().stream().max(Comparator.naturalOrder()).orElseThrow();
      case NONE -> null;
    };
  }

  private List<LocalDate> lineDays() {
    return IntStream.range(0, lines).mapToObj(this::lineDay).toList();
  }
}
