package io.bcda.attribution;

import io.bcda.attribution.PlainText.ByteOrderMark;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * Reads a list of members as comma-separated values: a header, then one person a record, the MBI in
 * the first column (as CMS's bcda-app reads those of the models TCOC MD, CDAC, GUIDE and ACCESS);
 * other columns are nobody's business here. The same MBI may come again: the first counts. Memory
 * grows with the number of MBIs alone.
 */
final class CsvRoster {
  private static final String NAME = "CSV list";
  private static final int MBI_LENGTH = 11;
  private static final int EXPECTED = 4096;

  // MBIs, MBI, BENE_MBI_ID, "Medicare Beneficiary Identifier" …
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i)([a-z]+[ _-])*mbis?([ _-][a-z]+)*|medicare[ _-]beneficiary[ _-]id(entifiers?)?");
  private static final Pattern IDENTIFIER = Pattern.compile("(?=.*\\d)[A-Za-z0-9-]{5,14}");

  private final CsvRecords records;
  private final int maxMembers;
  private final DistinctMembers members;
  private int read;
  private long blank; // the first blank line, 0 if there is none

  private CsvRoster(CsvRecords records, int maxMembers, DistinctMembers members) {
    this.records = records;
    this.maxMembers = maxMembers;
    this.members = members;
  }

  /**
   * Reads a file to its end and hands each distinct MBI to the sink, in the file's order.
   *
   * @param maxMembers most records that are accepted
   * @throws Refusal naming the line and what is wrong with it, never what stands in it; members
   *     before it were handed on by then
   */
  static RosterRead read(InputStream file, int maxMembers, MbiRules rules, MemberSink sink)
      throws IOException {
    CsvRecords records = new CsvRecords(PlainText.of(file, ByteOrderMark.FORGIVEN), NAME);
    DistinctMembers members = new DistinctMembers(Math.min(maxMembers, EXPECTED), rules, sink);
    CsvRoster reading = new CsvRoster(records, maxMembers, members);
    int columns = reading.header();
    while (records.next()) {
      reading.take(columns);
    }
    return reading.end();
  }

  private int header() throws IOException {
    if (!records.next()) {
      throw new Refusal(Reason.MALFORMED, "The CSV list is empty.");
    }
    String heading = records.first();
    if (IDENTIFIER.matcher(heading).matches()) {
      throw records.refused(
          "looks like a member: the header is missing, whose first column is MBIs or MBI");
    }
    if (!HEADING.matcher(heading).matches()) {
      throw records.refused("is no header whose first column is MBIs or MBI");
    }
    return records.columns();
  }

  private void take(int columns) throws IOException {
    if (records.isBlank()) {
      blank = blank == 0 ? records.place().number() : blank;
      return;
    }
    if (blank > 0) {
      throw new FileLine(NAME, blank).refused("is empty");
    }
    if (records.columns() != columns) {
      throw records.refused("has " + records.columns() + " columns, the header " + columns);
    }
    if (read == maxMembers) {
      throw new Refusal(
          Reason.MALFORMED,
          "The CSV list has more than the %d records that are accepted (bcda.attribution.max-members)."
              .formatted(maxMembers));
    }
    read++;
    members.add(mbi(), records.place());
  }

  private String mbi() {
    String mbi = records.mbi();
    if (mbi.isEmpty()) {
      throw records.refused("has no MBI in the first column");
    }
    if (mbi.length() > MBI_LENGTH) {
      throw records.refused("has more than the 11 characters of an MBI in the first column");
    }
    return mbi;
  }

  private RosterRead end() {
    if (read == 0) {
      throw new Refusal(Reason.MALFORMED, "The CSV list has a header and no member.");
    }
    return members.read();
  }
}
