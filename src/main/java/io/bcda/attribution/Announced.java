package io.bcda.attribution;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;

/**
 * What CCLF0 announces of one file of the delivery.
 *
 * @param file for example {@code CCLF8}
 * @param records number of records
 * @param recordLength longest record, in bytes without line end
 */
record Announced(String file, long records, int recordLength) {

  /** The file's lines, of which none may be longer than announced. */
  FixedWidthLines lines(InputStream content, int kept) {
    return new FixedWidthLines(content, file, kept, recordLength, "CCLF0");
  }

  /**
   * Goes to the next record; false at the end.
   *
   * @throws Refusal if a line is empty, or the records are not as many as announced
   */
  boolean next(FixedWidthLines lines, CountRule counts) throws IOException {
    if (!lines.next()) {
      checkEnough(lines.number(), counts);
      return false;
    }
    if (lines.isBlank()) {
      throw lines.refused("is empty");
    }
    if (lines.number() > records) {
      throw refused(" has more records than the ");
    }
    return true;
  }

  private void checkEnough(long read, CountRule counts) {
    if (read < records && (counts == CountRule.EXACT || read == 0)) {
      throw refused(" has " + read + " records, fewer than the ");
    }
  }

  private Refusal refused(String than) {
    return new Refusal(Reason.MALFORMED, file + than + records + " that CCLF0 announces.");
  }
}
