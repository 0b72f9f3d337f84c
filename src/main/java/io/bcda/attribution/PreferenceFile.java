package io.bcda.attribution;

import io.bcda.attribution.PlainText.ByteOrderMark;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of data-sharing preferences from 1-800-MEDICARE: a header, a line of 459 columns for
 * each person's preference, a trailer with their number (layout as read by CMS's bcda-app,
 * bene-prefs, which cites the 1-800 file's interface document v9.1). Of a line it reads the MBI in
 * columns 1-11, the effective date in 355-362 and the preference in 369; its other preference, on
 * claims of substance use, is nobody's business here. Memory does not depend on the file.
 */
final class PreferenceFile {
  private static final String NAME = "Preference file";
  private static final int MBI_LAST = 11;
  private static final int EFFECTIVE_FIRST = 355;
  private static final int EFFECTIVE_LAST = 362;
  private static final int INDICATOR = 369;
  private static final int LENGTH = 459;
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  private static final Pattern HEADER = Pattern.compile("HDR_BENEDATASHR(?<date>\\d{8})");
  // The count stands in 24-33, to the left.
  private static final Pattern TRAILER =
      Pattern.compile("(?=.{24,33}$)TRL_BENEDATASHR(?<date>\\d{8}) *(?<count>\\d{1,10})");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  /** Whether a file must end with a trailer. */
  enum TrailerRule {
    REQUIRED,
    OPTIONAL
  }

  /**
   * What was read.
   *
   * @param preferences lines with a data-sharing preference
   * @param withoutPreference lines without one, which were not handed on
   * @param optOuts preferences not to share
   * @param odd lines whose MBI has not CMS's form
   */
  record Read(long preferences, long withoutPreference, long optOuts, long odd) {}

  private final MbiRules rules;
  private final PreferenceSink sink;
  private @Nullable LocalDate date; // the header's
  private boolean ended; // by the trailer
  private long blank; // the first blank line, 0 if there is none
  private long preferences;
  private long withoutPreference;
  private long optOuts;
  private long odd;

  private PreferenceFile(MbiRules rules, PreferenceSink sink) {
    this.rules = rules;
    this.sink = sink;
  }

  /**
   * Reads a file to its end and hands each data-sharing preference to the sink, in the file's
   * order.
   *
   * @throws Refusal naming the line and what is wrong with it, never what stands in it; preferences
   *     before it were handed on by then
   */
  static Read read(InputStream file, TrailerRule trailers, MbiRules rules, PreferenceSink sink)
      throws IOException {
    InputStream text = PlainText.of(file, ByteOrderMark.REFUSED);
    FixedWidthLines lines = new FixedWidthLines(text, NAME, LENGTH, LENGTH, "a record");
    PreferenceFile reading = new PreferenceFile(rules, sink);
    while (lines.next()) {
      reading.take(lines);
    }
    return reading.end(trailers);
  }

  private void take(FixedWidthLines line) throws IOException {
    if (line.isBlank()) {
      blank = blank == 0 ? line.number() : blank;
      return;
    }
    if (ended) {
      throw line.refused("follows the trailer");
    }
    if (blank > 0) {
      throw new FileLine(NAME, blank).refused("is empty");
    }
    String start = line.text(1, 4);
    if (date == null) {
      date = header(line);
    } else if ("TRL_".equals(start)) {
      trailer(line, date);
    } else if ("HDR_".equals(start)) {
      throw line.refused("is a second header");
    } else {
      detail(line);
    }
  }

  private static LocalDate header(FixedWidthLines line) {
    Matcher header = HEADER.matcher(line.text(1, LENGTH));
    if (!header.matches() || line.at(1) == ' ') {
      throw line.refused("is no header: HDR_BENEDATASHR and a date as yyyymmdd");
    }
    return date(line, header.group("date"), "date in columns 16-23");
  }

  private void trailer(FixedWidthLines line, LocalDate date) {
    Matcher trailer = TRAILER.matcher(line.text(1, LENGTH));
    if (!trailer.matches()) {
      throw line.refused("is no trailer: TRL_BENEDATASHR, a date as yyyymmdd and a count");
    }
    if (!date.equals(date(line, trailer.group("date"), "date in columns 16-23"))) {
      throw line.refused("is a trailer of another date than the header's");
    }
    long announced = Long.parseLong(trailer.group("count"));
    long details = preferences + withoutPreference;
    if (announced != details) {
      throw line.refused(
          "is a trailer that counts " + announced + " records; the file has " + details);
    }
    ended = true;
  }

  private void detail(FixedWidthLines line) throws IOException {
    if (line.length() < INDICATOR) {
      throw line.refused("ends before the data-sharing preference in column 369");
    }
    if (line.isShifted(INDICATOR)) {
      throw line.refused("has a character of several bytes (UTF-8), which moves its columns");
    }
    String mbi = line.mbi(1, MBI_LAST, "the MBI's");
    if (mbi.isEmpty()) {
      throw line.refused("has no MBI in columns 1-11");
    }
    odd += rules.check(mbi, line.place()) ? 0 : 1;
    Optional<LocalDate> effective = effective(line);
    char indicator = line.at(INDICATOR);
    switch (indicator) {
      case ' ' -> withoutPreference++;
      case 'Y', 'N' -> handOn(mbi, effective.orElseThrow(() -> undated(line)), indicator);
      default -> throw line.refused("has neither Y, N nor a blank in column 369");
    }
  }

  // Also read where no preference is given: a line that lost a character elsewhere shows here.
  private static Optional<LocalDate> effective(FixedWidthLines line) {
    String text = line.text(EFFECTIVE_FIRST, EFFECTIVE_LAST);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(date(line, text, "effective date in columns 355-362"));
  }

  private static Refusal undated(FixedWidthLines line) {
    return line.refused("has a preference without an effective date in columns 355-362");
  }

  private void handOn(String mbi, LocalDate effective, char indicator) throws IOException {
    preferences++;
    optOuts += indicator == 'N' ? 1 : 0;
    sink.preference(new Preference(mbi, effective, indicator == 'Y'));
  }

  private static LocalDate date(FixedWidthLines line, String text, String field) {
    try {
      LocalDate date = LocalDate.parse(text, DATE);
      if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
        return date;
      }
    } catch (DateTimeException e) {
      // Refused below, without the cause, which tells the text.
    }
    throw line.refused("has an impossible " + field);
  }

  private Read end(TrailerRule trailers) {
    if (date == null) {
      throw new Refusal(Reason.MALFORMED, "The preference file is empty.");
    }
    if (!ended && trailers == TrailerRule.REQUIRED) {
      throw new Refusal(
          Reason.MALFORMED,
          "The preference file has no trailer (TRL_BENEDATASHR): its end may be missing.");
    }
    return new Read(preferences, withoutPreference, optOuts, odd);
  }
}
