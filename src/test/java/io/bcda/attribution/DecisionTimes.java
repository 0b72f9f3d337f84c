package io.bcda.attribution;

import java.time.Duration;
import java.time.Instant;

/**
 * The days of a row of the decision table. They lie ahead of every database's clock.
 *
 * @param since the export before, to whose time {@code _since} usually is equal
 * @param later day from which on what happens since then is counted
 * @param export the export that the row tells of
 */
record DecisionTimes(Instant since, Instant later, Instant export) {
  private static final Instant JUNE = Instant.parse("2052-06-10T12:00:00Z");
  private static final Instant LAST_OF_THE_YEAR = Instant.parse("2052-12-30T12:00:00Z");

  static DecisionTimes of(Now now, Since since) {
    Instant later = now == Now.JANUARY ? LAST_OF_THE_YEAR : JUNE;
    Instant before = since == Since.OVER_400_DAYS ? later.minus(Duration.ofDays(405)) : later;
    return new DecisionTimes(before, later, later.plus(Duration.ofDays(now.days)));
  }

  /** When the export is made. */
  enum Now implements DecisionWord {
    JUNE("June", 10),
    AUGUST("August", 71),
    DECEMBER("December", 190),
    JANUARY("January", 10);

    private final String word;
    private final int days;

    Now(String word, int days) {
      this.word = word;
      this.days = days;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** Which {@code _since} is given. */
  enum Since implements DecisionWord {
    NONE("none"),
    LAST_EXPORT("last export"),
    UNISSUED("not issued"),
    THIS_EXPORT("this export"),
    BEFORE_ALL("before all"),
    OVER_400_DAYS("over 400 days"),
    EARLIER_ERA("earlier era");

    private final String word;

    Since(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }
}
