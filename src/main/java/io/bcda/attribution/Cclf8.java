package io.bcda.attribution;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the beneficiary file: one person a line, the MBI in columns 1-11 (CMS CCLF Information
 * Packet v38, CCLF8); the other columns are nobody's business here. A line may be shorter than
 * announced. The same MBI may come again, once for each hospice period: the first counts. Memory
 * does not depend on the file but on the number of records that CCLF0 announces.
 */
final class Cclf8 {
  private static final int MBI_LENGTH = 11;
  private static final int BUFFER = 1 << 16;

  /**
   * What was read.
   *
   * @param members distinct MBIs
   * @param duplicates records whose MBI had come before
   * @param odd members whose MBI has not CMS's form
   */
  record Read(int members, int duplicates, int odd) {}

  private final Cclf0 announced;
  private final CountRule counts;
  private final MbiRules rules;
  private final MemberSink sink;
  private final MbiSet met;

  private final byte[] mbi = new byte[MBI_LENGTH];
  private int length; // bytes of the line so far
  private int content; // the same without trailing blanks
  private boolean afterReturn;
  private long lines;
  private int members;
  private int odd;

  private Cclf8(Cclf0 announced, CountRule counts, MbiRules rules, MemberSink sink) {
    this.announced = announced;
    this.counts = counts;
    this.rules = rules;
    this.sink = sink;
    this.met = new MbiSet(Math.toIntExact(announced.records()));
  }

  /**
   * Reads a file to its end and hands each distinct MBI to the sink, in the file's order.
   *
   * @throws Refusal naming the line and what is wrong with it, never the MBI
   */
  static Read read(
      InputStream file, Cclf0 announced, CountRule counts, MbiRules rules, MemberSink sink)
      throws IOException {
    Cclf8 reading = new Cclf8(announced, counts, rules, sink);
    byte[] buffer = new byte[BUFFER];
    for (int n = file.read(buffer); n >= 0; n = file.read(buffer)) {
      for (int i = 0; i < n; i++) {
        reading.take(buffer[i]);
      }
    }
    return reading.end();
  }

  private void take(byte b) throws IOException {
    if (b == '\n') {
      endOfLine();
      return;
    }
    if (afterReturn) {
      content = length; // that carriage return was no part of a line end
      checkLength();
    }
    if (length < MBI_LENGTH) {
      mbi[length] = b;
    }
    length++;
    afterReturn = b == '\r';
    if (b != ' ' && !afterReturn) {
      content = length;
    }
    checkLength();
  }

  private void checkLength() {
    // Trailing blanks are forgiven, but not without end.
    if (content > announced.recordLength() || length > announced.recordLength() + BUFFER) {
      throw refused(
          lines + 1, "is longer than the " + announced.recordLength() + " bytes of CCLF0");
    }
  }

  private void endOfLine() throws IOException {
    lines++;
    if (content == 0) {
      throw refused(lines, "is empty");
    }
    if (lines > announced.records()) {
      throw new Refusal(
          Reason.MALFORMED,
          "CCLF8 has more records than the " + announced.records() + " that CCLF0 announces.");
    }
    record(mbi());
    length = 0;
    content = 0;
    afterReturn = false;
  }

  private String mbi() {
    int end = Math.min(content, MBI_LENGTH);
    for (int i = 0; i < end; i++) {
      if (mbi[i] < 0) {
        throw refused(lines, "has a character outside ASCII in the MBI's columns 1-11");
      }
    }
    String value = new String(mbi, 0, end, StandardCharsets.US_ASCII).trim();
    if (value.isEmpty()) {
      throw refused(lines, "has no MBI in columns 1-11");
    }
    if (value.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw refused(lines, "has a blank or control character within the MBI");
    }
    return value;
  }

  private void record(String value) throws IOException {
    boolean wellFormed = rules.check(value, lines);
    if (met.add(value)) {
      members++;
      odd += wellFormed ? 0 : 1;
      sink.member(members, value);
    }
  }

  private Read end() throws IOException {
    if (length > 0) {
      endOfLine();
    }
    if (lines < announced.records() && (counts == CountRule.EXACT || lines == 0)) {
      throw new Refusal(
          Reason.MALFORMED,
          "CCLF8 has "
              + lines
              + " records, fewer than the "
              + announced.records()
              + " that CCLF0 announces.");
    }
    return new Read(members, Math.toIntExact(lines - members), odd);
  }

  private static Refusal refused(long line, String what) {
    return new Refusal(Reason.MALFORMED, "CCLF8 line " + line + " " + what + ".");
  }
}
