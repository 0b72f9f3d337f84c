package io.bcda.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time that a FHIR date or dateTime stands for, from its first to its last moment, both
 * inclusive. A time without a zone is UTC's.
 *
 * @param firstDay as it is written, in whatever zone
 * @param last whole milliseconds
 * @param ofDays whether it has no time of day
 */
record DateSpan(
    LocalDate firstDay, LocalDate lastDay, Instant first, Instant last, boolean ofDays) {
  /** All of time has this span at its ends. */
  static final DateSpan EARLIEST = of(LocalDate.of(1, 1, 1), LocalDate.of(1, 1, 1));

  static final DateSpan LATEST = of(LocalDate.of(9999, 12, 31), LocalDate.of(9999, 12, 31));

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d:\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

  /** Empty if the text is no date. */
  static Optional<DateSpan> of(@Nullable String text) {
    Matcher parts = FORM.matcher(text == null ? "" : text);
    if (!parts.matches() || "0000".equals(parts.group(1))) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(parts));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static DateSpan of(Matcher parts) {
    int year = Integer.parseInt(parts.group(1));
    if (parts.group(2) == null) {
      return of(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
    }
    YearMonth month = YearMonth.of(year, Integer.parseInt(parts.group(2)));
    if (parts.group(3) == null) {
      return of(month.atDay(1), month.atEndOfMonth());
    }
    LocalDate day = LocalDate.of(year, month.getMonth(), Integer.parseInt(parts.group(3)));
    return parts.group(4) == null ? of(day, day) : of(day, parts);
  }

  private static DateSpan of(LocalDate first, LocalDate last) {
    Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
    return new DateSpan(first, last, first.atStartOfDay(ZoneOffset.UTC).toInstant(), end, true);
  }

  private static DateSpan of(LocalDate day, Matcher parts) {
    String seconds = parts.group(5) == null ? ":00" : ":" + parts.group(5);
    String fraction = parts.group(6) == null ? "" : "." + parts.group(6);
    LocalTime time = LocalTime.parse(parts.group(4) + seconds + fraction);
    ZoneOffset zone = parts.group(7) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(7));
    Instant first = day.atTime(time).toInstant(zone).truncatedTo(ChronoUnit.MILLIS);
    ChronoUnit unit =
        parts.group(5) == null
            ? ChronoUnit.MINUTES
            : parts.group(6) == null ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
    return new DateSpan(day, day, first, first.plus(1, unit).minusMillis(1), false);
  }
}
