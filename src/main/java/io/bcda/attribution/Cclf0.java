package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control file announces about CCLF8 (CMS CCLF Information Packet v38, CCLF0).
 *
 * @param records number of CCLF8 records
 * @param recordLength longest CCLF8 record, in bytes without line end
 */
record Cclf0(long records, int recordLength) {
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
    Set<String> files = new HashSet<>();
    Optional<Cclf0> roster = Optional.empty();
    for (int i = 1; i < count; i++) {
      Matcher row = row(lines[i], i + 1);
      if (!files.add(row.group("file"))) {
        throw refused(
            "CCLF0 has a second row for " + row.group("file") + ", in line " + (i + 1) + ".");
      }
      if ("CCLF8".equals(row.group("file"))) {
        roster = Optional.of(announced(row));
      }
    }
    return roster.orElseThrow(() -> refused("CCLF0 has no row for CCLF8."));
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

  private static Cclf0 announced(Matcher row) {
    long records = Long.parseLong(row.group("count").trim());
    int length = Integer.parseInt(row.group("length").trim());
    if (records == 0) {
      throw refused(
          "CCLF0 announces no CCLF8 record at all; an empty roster would withdraw everybody.");
    }
    if (length < MBI_LENGTH) {
      throw refused("CCLF0 gives CCLF8 a record length of " + length + "; an MBI alone has 11.");
    }
    return new Cclf0(records, length);
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
