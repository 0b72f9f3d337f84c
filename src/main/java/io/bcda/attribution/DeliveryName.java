package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an attribution archive says, for example {@code
 * T.BCD.A0001.ZCY18.D181120.T1000000}: test or production, the ACO, the kind ({@code Y} current,
 * {@code R} runout), two digits of the performance year, and date and time in UTC to the tenth of a
 * second.
 *
 * @param aco CMS id of the ACO
 */
record DeliveryName(String aco, RosterKind kind, int performanceYear, Instant fileTime) {
  private static final String EXAMPLE = "T.BCD.A0001.ZCY18.D181120.T1000000";
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "[TP]\\.BCD\\.(?<aco>[A-Z0-9-]{3,16})\\.ZC(?<kind>[YR])(?<year>\\d{2})"
              + "\\.D(?<date>\\d{6})\\.T(?<time>\\d{7})(?:\\.zip)?");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssS").withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads an archive's name.
   *
   * @throws Refusal if it is no such name, has an impossible date, or names an ACO of no model that
   *     is delivered in archives
   */
  static DeliveryName ofArchive(String name) {
    Matcher parts = ARCHIVE.matcher(name);
    if (!parts.matches()) {
      throw refused("The name is not that of an attribution archive: " + fault(name) + ".");
    }
    String aco = parts.group("aco");
    MemberNaming.of(aco); // refuses an id of no known form
    return new DeliveryName(
        aco,
        RosterKind.ofCode(parts.group("kind")),
        2000 + Integer.parseInt(parts.group("year")),
        timestamp(parts.group("date"), parts.group("time"), "The archive's name"));
  }

  /**
   * Date and time as they stand in names.
   *
   * @param date yymmdd
   * @param time hhmmss and the tenth of a second
   * @param where begins the sentence of a refusal
   */
  static Instant timestamp(String date, String time, String where) {
    try {
      return LocalDateTime.parse("20" + date + time, TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw refused(
          where + " has an impossible date or time: D" + date + ".T" + time + " (UTC expected).");
    }
  }

  private static String fault(String name) {
    String[] part = name.split("\\.", -1);
    if (part.length < 6) {
      return "it has " + part.length + " parts between dots, not 6 as in " + EXAMPLE;
    }
    String[][] wanted = {
      {"[TP]", "T or P"},
      {"BCD", "BCD"},
      {"[A-Z0-9-]{3,16}", "the ACO's CMS id"},
      {"ZC[YR]\\d{2}", "ZCY or ZCR and two digits of the performance year"},
      {"D\\d{6}", "D and the date yymmdd"},
      {"T\\d{7}", "T and the time hhmmss with a tenth of a second"}
    };
    for (int i = 0; i < wanted.length; i++) {
      if (!part[i].matches(wanted[i][0])) {
        return "part " + (i + 1) + " must be " + wanted[i][1] + ", as in " + EXAMPLE;
      }
    }
    return "nothing may follow the time, as in " + EXAMPLE;
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
