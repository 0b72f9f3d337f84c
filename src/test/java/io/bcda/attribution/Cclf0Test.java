package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cclf0Test {
  private static final String HEADER =
      "File Number  |File Description    |Total Records Count |Record Length";
  private static final String ROW =
      "CCLF8  |Beneficiary Demographics File              |          7|  549";
  private static final String OTHER =
      "CCLFA  |Part A BE and Demo Codes File              |          6|  101";
  private static final String CHANGES =
      "CCLF9  |BENE XREF File                             |          2|   55";

  @Test
  void givenControlFile_whenParsed_thenCountAndLengthOfCclf8() {
    assertThat(parse(HEADER, OTHER, ROW)).isEqualTo(announced(7, 549));
  }

  @Test
  void givenLinesWithFillerOrCarriageReturn_whenParsed_thenTheSame() {
    assertThat(parse(HEADER + " \r", ROW + " \r", OTHER + " \r", "")).isEqualTo(announced(7, 549));
  }

  @Test
  void givenCountOfElevenDigits_whenParsed_thenWhole() {
    assertThat(parse(HEADER, ROW.replace("          7", "99999999999")))
        .isEqualTo(announced(99_999_999_999L, 549));
  }

  @Test
  void givenNoRowForCclf8_whenParsed_thenRefused() {
    refused("no row for CCLF8", HEADER, OTHER);
  }

  @Test
  void givenTwoRowsForCclf8_whenParsed_thenRefused() {
    refused("second row for CCLF8, in line 3", HEADER, ROW, ROW);
  }

  @Test
  void givenNoHeader_whenParsed_thenRefused() {
    refused("header line", ROW);
    refused("header line", "");
  }

  @Test
  void givenEmptyLineWithin_whenParsed_thenRefused() {
    refused("line 2", HEADER, "", ROW);
  }

  @Test
  void givenNobodyAnnounced_whenParsed_thenRefused() {
    refused("withdraw everybody", HEADER, ROW.replace("7|", "0|"));
  }

  @Test
  void givenLengthBelowAnMbi_whenParsed_thenRefused() {
    refused("record length of 10", HEADER, ROW.replace("  549", "   10"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CCLF8  |Beneficiary Demographics File              |        NUM|  549",
        "CCLF8  |Beneficiary Demographics File              |          NUM|  549",
        "CCLF8  |Beneficiary Demographics File              |          7|  Num",
        "CCLF8  |Beneficiary Demographics File              |7          |  549",
        "CCLF8  |Beneficiary Demographics File              |       1 7 |  549",
        "CCLF8  |Beneficiary Demographics File              |         -7|  549",
        "CCLF8  |Beneficiary Demographics File              |           |  549",
        "CCLF8  |Beneficiary Demographics File              |          7|  549CCLF8",
        "CCLF8  |Beneficiary Demographics File |          7|  549",
        "CCLF8 ||Beneficiary Demographics File              |          7|  549",
        "CCLF8  |Beneficiary Demographics File              |          7",
        "cclf8  |Beneficiary Demographics File              |          7|  549"
      })
  void givenRowOutOfLayout_whenParsed_thenRefusedByLine(String row) {
    refused("CCLF0 line 2 has not the layout", HEADER, row);
  }

  @Test
  void givenRowForCclf9_whenParsed_thenCountAndLengthOfIt() {
    assertThat(parse(HEADER, ROW, CHANGES).cclf9()).contains(new Announced("CCLF9", 2, 55));
    assertThat(parse(HEADER, CHANGES.replace("2|", "0|"), ROW).cclf9())
        .contains(new Announced("CCLF9", 0, 55));
  }

  @Test
  void givenTwoRowsForCclf9_whenParsed_thenRefused() {
    refused("second row for CCLF9, in line 4", HEADER, ROW, CHANGES, CHANGES);
  }

  private static Cclf0 announced(long records, int length) {
    return new Cclf0(new Announced("CCLF8", records, length), Optional.empty());
  }

  private static void refused(String why, String... lines) {
    assertThatThrownBy(() -> parse(lines)).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  private static Cclf0 parse(String... lines) {
    return Cclf0.parse(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
  }
}
