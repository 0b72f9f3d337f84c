package io.bcda.attribution;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the beneficiary file: one person a line, the MBI in columns 1-11 (CMS CCLF Information
 * Packet v38, CCLF8); the other columns are nobody's business here. A line may be shorter than
 * announced. The same MBI may come again, once for each hospice period: the first counts. Memory
 * does not depend on the file but on the number of records that CCLF0 announces.
 */
final class Cclf8 {
  private static final int MBI_LENGTH = 11;

  private Cclf8() {}

  /**
   * Reads a file to its end and hands each distinct MBI to the sink, in the file's order.
   *
   * @throws Refusal naming the line and what is wrong with it, never the MBI
   */
  static RosterRead read(
      InputStream file, Announced announced, CountRule counts, MbiRules rules, MemberSink sink)
      throws IOException {
    DistinctMembers members =
        new DistinctMembers(Math.toIntExact(announced.records()), rules, sink);
    FixedWidthLines lines = announced.lines(file, MBI_LENGTH);
    while (announced.next(lines, counts)) {
      String mbi = lines.mbi(1, MBI_LENGTH, "the MBI's");
      if (mbi.isEmpty()) {
        throw lines.refused("has no MBI in columns 1-11");
      }
      members.add(mbi, lines.place());
    }
    return members.read();
  }
}
