package io.bcda.sandbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One attribution delivery as the generator means it.
 *
 * @param aco CMS id
 * @param year performance year
 * @param madeAt file time, UTC, whole seconds
 * @param source gives the lines, each time anew: nobody is kept in memory
 */
record Roster(
    String aco, Kind kind, int year, LocalDateTime madeAt, Supplier<Stream<Line>> source) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'", Locale.ROOT);

  /** What a delivery is for; the letter stands in its file names. */
  enum Kind {
    CURRENT('Y'),
    RUNOUT('R');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  /** A line of CCLF8. Two lines of one MBI differ in {@code hospice}. */
  record Line(String mbi, Person person, boolean hospice) {}

  /** The lines in file order; an MBI may come twice. */
  Stream<Line> lines() {
    return source.get();
  }

  /** Name of the archive, as CMS sends it for the Shared Savings Program. */
  String archiveName() {
    return String.format(
        Locale.ROOT, "T.BCD.%s.ZC%c%02d.%s", aco, kind.letter, year % 100, stamp());
  }

  /** Name of a member of the archive. */
  String memberName(int cclf) {
    return String.format(
        Locale.ROOT, "T.BCD.%s.ZC%d%c%02d.%s", aco, cclf, kind.letter, year % 100, stamp());
  }

  private String stamp() {
    return STAMP.format(madeAt);
  }
}
