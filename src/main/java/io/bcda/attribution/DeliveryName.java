package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.NameTemplate.Part;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Map;

/**
 * What the name of an attribution file says, for example {@code T.BCD.A0001.ZCY18.D181120.T1000000}
 * or {@code T.GUIDE.GUIDE-0001.Y25.D250630.T1000000}.
 *
 * @param aco CMS id of the ACO
 * @param fileTime UTC, to the tenth of a second
 */
record DeliveryName(
    AcoModel model, String aco, RosterKind kind, int performanceYear, Instant fileTime) {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssS").withResolverStyle(ResolverStyle.STRICT);

  /** The year in which the roster is used. */
  PerformanceYear usedIn() {
    return kind.usedIn(new PerformanceYear(performanceYear, model.yearBegins()));
  }

  /** The performance year that two digits stand for. */
  static int year(Map<Part, String> parts) {
    return 2000 + Integer.parseInt(parts.get(Part.YY));
  }

  /**
   * Date and time as they stand in names.
   *
   * @param date yymmdd, a D may stand before
   * @param time hhmmss and the tenth of a second, a T may stand before
   * @param where begins the sentence of a refusal
   */
  static Instant timestamp(String date, String time, String where) {
    try {
      return LocalDateTime.parse(
              "20" + date.replaceFirst("^D", "") + time.replaceFirst("^T", ""), TIMESTAMP)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(
          Reason.MALFORMED,
          where + " has an impossible date or time: " + date + " " + time + " (UTC expected).");
    }
  }
}
