package io.bcda.attribution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneOffset;

/**
 * A year of a model: from one day to the day before it in the next year, UTC.
 *
 * @param number of the calendar year in which it begins
 * @param begins its first day
 */
record PerformanceYear(int number, MonthDay begins) {

  /** The one under way at a moment. */
  static PerformanceYear at(Instant moment, MonthDay begins) {
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    PerformanceYear year = new PerformanceYear(day.getYear(), begins);
    return day.isBefore(year.first()) ? new PerformanceYear(day.getYear() - 1, begins) : year;
  }

  LocalDate first() {
    return begins.atYear(number);
  }

  LocalDate last() {
    return next().first().minusDays(1);
  }

  PerformanceYear next() {
    return new PerformanceYear(number + 1, begins);
  }

  /** Its first moment. */
  Instant start() {
    return first().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Its last moment, to the millisecond. */
  Instant end() {
    return next().start().minusMillis(1);
  }
}
