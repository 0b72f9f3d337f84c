package io.bcda.sandbox;

import java.util.List;
import java.util.Locale;

/**
 * CCLF0, the summary of a delivery: a header and a row for each of the eleven files. Only CCLF8 is
 * in our archives; the others count nothing.
 */
final class Cclf0Text {
  private record File(String number, String name, int recordLength) {}

  private static final List<File> FILES =
      List.of(
          new File("CCLF1", "Part A Claims Header File", 437),
          new File("CCLF2", "Part A Claims Revenue Center Detail File", 199),
          new File("CCLF3", "Part A Procedure Code File", 114),
          new File("CCLF4", "Part A Diagnosis Code File", 112),
          new File("CCLF5", "Part B Physicians File", 388),
          new File("CCLF6", "Part B DME File", 247),
          new File("CCLF7", "Part D File", 195),
          new File("CCLF8", "Beneficiary Demographics File", Cclf8Text.LENGTH),
          new File("CCLF9", "Beneficiary XREF File", 55),
          new File("CCLFA", "Part A BE and Demo Codes File", 324),
          new File("CCLFB", "Part B BE and Demo Codes File", 128));

  private Cclf0Text() {}

  /**
   * The whole member.
   *
   * @param people lines in CCLF8
   */
  static String of(long people) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-13s|%-20s|%-20s|%-13s\n",
            "File Number",
            "File Description",
            "Total Records Count",
            "Record Length"));
    for (File file : FILES) {
      long count = file.number.equals("CCLF8") ? people : 0;
      text.append(
          String.format(
              Locale.ROOT,
              "%-7s|%-43s|%11d|%5d \n",
              file.number,
              file.name,
              count,
              file.recordLength));
    }
    return text.toString();
  }
}
