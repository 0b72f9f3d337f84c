package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control file announces (CMS CCLF Information Packet v38, CCLF0), as far as it is read
 * here.
 *
 * @param cclf8 the beneficiary file, at least one record
 * @param cclf9 the file of changed MBIs, empty if it has no row
 */
record Cclf0(Announced cclf8, Optional<Announced> cclf9) {
  private static final String HEADER =
      "File Number  |File Description    |Total Records Count |Record Length";
  // 1-7 file, 9-51 name, 53-63 count, 65-69 length; numbers stand right.
  private static final Pattern ROW =
      Pattern.compile(
          "(?<file>CCLF[0-9A-Z]) {2}\\|[ -{}~]{43}\\|(?= *\\d+\\|)(?<count>[ \\d]{11})"
              + "\\|(?= *\\d+$)(?<length>[ \\d]{5})");
  private static final int MBI_LENGTH = 11;

  /**
   * Reads a whole control file.
   *
   * @throws Refusal naming the line that has not the layout, or what is missing
   */
  static Cclf0 parse(byte[] content) {
    String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    int count =
        lines.length > 1 && lines[lines.length - 1].isBlank() ? lines.length - 1 : lines.length;
    if (!HEADER.equals(lines[0].stripTrailing())) {
      throw refused("CCLF0 does not begin with the header line of a control file.");
    }
    Map<String, Announced> files = new HashMap<>();
    for (int i = 1; i < count; i++) {
      Announced file = announced(row(lines[i], i + 1));
      if (files.put(file.file(), file) != null) {
        throw refused("CCLF0 has a second row for " + file.file() + ", in line " + (i + 1) + ".");
      }
    }
    return new Cclf0(roster(files), Optional.ofNullable(files.get("CCLF9")));
  }

  private static Matcher row(String line, int number) {
    Matcher row = ROW.matcher(line.stripTrailing());
    if (!row.matches()) {
      throw refused(
          "CCLF0 line "
              + number
              + " has not the layout of a control record: file (1-7), name (9-51), count (53-63) and"
              + " length (65-69), numbers to the right, with '|' between.");
    }
    return row;
  }

  private static Announced announced(Matcher row) {
    return new Announced(
        row.group("file"),
        Long.parseLong(row.group("count").trim()),
        Integer.parseInt(row.group("length").trim()));
  }

  private static Announced roster(Map<String, Announced> files) {
    Announced roster = files.get("CCLF8");
    if (roster == null) {
      throw refused("CCLF0 has no row for CCLF8.");
    }
    if (roster.records() == 0) {
      throw refused(
          "CCLF0 announces no CCLF8 record at all; an empty roster would withdraw everybody.");
    }
    if (roster.recordLength() < MBI_LENGTH) {
      throw refused(
          "CCLF0 gives CCLF8 a record length of "
              + roster.recordLength()
              + "; an MBI alone has 11.");
    }
    return roster;
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
