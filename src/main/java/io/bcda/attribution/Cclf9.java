package io.bcda.attribution;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cross-reference file: column 1 says {@code M} where MBIs follow, 2-12 is the current
 * one, 13-23 a former one, 24-33 and 34-43 the first and last day of the former (CMS CCLF
 * Information Packet v38, CCLF9). Memory does not depend on the file.
 */
final class Cclf9 {
  private static final int CURRENT_FIRST = 2;
  private static final int CURRENT_LAST = 12;
  private static final int FORMER_FIRST = 13;
  private static final int FORMER_LAST = 23;
  private static final int EFFECTIVE_FIRST = 24;
  private static final int EFFECTIVE_LAST = 33;
  private static final int OBSOLETE_FIRST = 34;
  private static final int OBSOLETE_LAST = 43;
  private static final LocalDate BEGINNING = LocalDate.of(1000, 1, 1);
  private static final int OPEN_YEAR = 9999;

  /**
   * What was read.
   *
   * @param changes records handed on
   * @param otherIds records of other identifiers than MBIs, such as HICNs
   * @param unchanged records whose former MBI is the current one
   * @param withoutFormer records without a former MBI
   * @param reversed changes whose last day is before their first
   * @param odd changes with an MBI that has not CMS's form
   */
  record Read(
      long changes, long otherIds, long unchanged, long withoutFormer, long reversed, long odd) {}

  private final MbiRules rules;
  private final MbiChangeSink sink;
  private long changes;
  private long otherIds;
  private long unchanged;
  private long withoutFormer;
  private long reversed;
  private long odd;

  private Cclf9(MbiRules rules, MbiChangeSink sink) {
    this.rules = rules;
    this.sink = sink;
  }

  /**
   * Reads a file to its end and hands each change of an MBI to the sink, in the file's order.
   *
   * @throws Refusal naming the line and what is wrong with it, never the MBIs; changes before it
   *     were handed on by then
   */
  static Read read(
      InputStream file, Announced announced, CountRule counts, MbiRules rules, MbiChangeSink sink)
      throws IOException {
    if (announced.records() > 0 && announced.recordLength() < FORMER_LAST) {
      throw new Refusal(
          Reason.MALFORMED,
          "CCLF0 gives CCLF9 a record length of "
              + announced.recordLength()
              + "; two MBIs alone take 23.");
    }
    Cclf9 reading = new Cclf9(rules, sink);
    FixedWidthLines lines = announced.lines(file, OBSOLETE_LAST);
    while (announced.next(lines, counts)) {
      reading.take(lines);
    }
    return reading.end();
  }

  private void take(FixedWidthLines line) throws IOException {
    if (line.at(1) != 'M') {
      otherIds++;
      return;
    }
    String current = line.mbi(CURRENT_FIRST, CURRENT_LAST, "the current MBI's");
    String former = line.mbi(FORMER_FIRST, FORMER_LAST, "the former MBI's");
    if (current.isEmpty()) {
      throw line.refused("has no current MBI in columns 2-12");
    }
    boolean wellFormed = rules.check(current, line.place());
    if (former.isEmpty()) {
      withoutFormer++;
    } else if (former.equals(current)) {
      unchanged++;
    } else {
      wellFormed &= rules.check(former, line.place());
      odd += wellFormed ? 0 : 1;
      change(line, former, current);
    }
  }

  private void change(FixedWidthLines line, String former, String current) throws IOException {
    LocalDate effective = date(line, EFFECTIVE_FIRST, EFFECTIVE_LAST);
    LocalDate obsolete = date(line, OBSOLETE_FIRST, OBSOLETE_LAST);
    if (effective != null && obsolete != null && obsolete.isBefore(effective)) {
      reversed++;
    }
    changes++;
    sink.change(new MbiChange(former, current, effective, obsolete));
  }

  private static @Nullable LocalDate date(FixedWidthLines line, int first, int last) {
    String text = line.text(first, last);
    if (text.isEmpty()) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      // CMS writes 1000-01-01 and 9999-12-31 where it knows no date (Information Packet v38).
      return date.equals(BEGINNING) || date.getYear() == OPEN_YEAR ? null : date;
    } catch (DateTimeException e) {
      throw line.refused("has an impossible date in columns " + first + "-" + last);
    }
  }

  private Read end() {
    return new Read(changes, otherIds, unchanged, withoutFormer, reversed, odd);
  }
}
