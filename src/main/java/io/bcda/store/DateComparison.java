package io.bcda.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A value of a date parameter, as HAPI compares it (FHIR R4, Search, "date", "Prefixes"): by days
 * as they are written, unless the value has a time of day.
 *
 * @param date as it was asked
 */
record DateComparison(Prefix prefix, String date, DateSpan span) {

  /** How what is looked for lies to the value: each is of two ends. */
  enum Prefix {
    EQ {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return low.compareTo(first) >= 0 && high.compareTo(last) <= 0;
      }
    },
    NE {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return !EQ.holds(low, high, first, last);
      }
    },
    GT {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return high.compareTo(last) > 0;
      }
    },
    GE {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return high.compareTo(first) >= 0;
      }
    },
    LT {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return low.compareTo(first) < 0;
      }
    },
    LE {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return low.compareTo(last) <= 0;
      }
    },
    SA {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return low.compareTo(last) > 0;
      }
    },
    EB {
      @Override
      <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last) {
        return high.compareTo(first) < 0;
      }
    };

    /**
     * @param low of what is looked for
     * @param first of the value
     */
    abstract <T extends Comparable<? super T>> boolean holds(T low, T high, T first, T last);

    private String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty if the text is no date with or without a prefix. */
  static Optional<DateComparison> parse(String text) {
    Optional<Prefix> prefix =
        Arrays.stream(Prefix.values()).filter(p -> text.startsWith(p.code())).findFirst();
    String date = prefix.isPresent() ? text.substring(2) : text;
    return DateSpan.of(date).map(span -> new DateComparison(prefix.orElse(Prefix.EQ), date, span));
  }

  /** Whether a moment is as wanted. */
  boolean holds(Instant moment) {
    return prefix.holds(moment, moment, span.first(), span.last());
  }

  /** Whether a period is as wanted, of which one end may be open. */
  boolean holds(Optional<DateSpan> start, Optional<DateSpan> end) {
    if (start.isEmpty() && end.isEmpty()) {
      return false; // as if there were no period
    }
    DateSpan low = start.orElse(DateSpan.EARLIEST);
    DateSpan high = end.orElse(DateSpan.LATEST);
    return span.ofDays()
        ? prefix.holds(low.firstDay(), high.lastDay(), span.firstDay(), span.lastDay())
        : prefix.holds(low.first(), high.last(), span.first(), span.last());
  }

  /** The same value again, written in one way only. */
  String text() {
    return prefix.code() + date;
  }
}
