package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class Cclf8Test {
  private static final String A = "1S00E00AA01";
  private static final String B = "1S00E00AA02";
  private static final MbiRules RULES = new MbiRules(MbiFormRule.REJECT, SyntheticMbi.ALLOW);
  private final List<String> members = new ArrayList<>();

  @Test
  void givenRecords_whenRead_thenMbisNumberedInTheFilesOrder() throws IOException {
    assertThat(read(2, B + "rest\n" + A + "\n")).isEqualTo(new RosterRead(2, 0, 0));
    assertThat(members).containsExactly("1 " + B, "2 " + A);
  }

  @Test
  void givenSameMbiAgain_whenRead_thenFirstWinsAndTheRestIsCounted() throws IOException {
    assertThat(read(4, A + "\n" + B + "\n" + A + "\n" + A + "\n"))
        .isEqualTo(new RosterRead(2, 2, 0));
    assertThat(members).containsExactly("1 " + A, "2 " + B);
  }

  @Test
  void givenNoLineEndAtTheEnd_whenRead_thenLastRecordCounts() throws IOException {
    assertThat(read(2, A + "\n" + B).members()).isEqualTo(2);
  }

  @Test
  void givenCarriageReturns_whenRead_thenNoPartOfTheRecord() throws IOException {
    assertThat(read(2, full(A) + "\r\n" + full(B) + "\r\n").members()).isEqualTo(2);
  }

  @Test
  void givenTrailingBlanksBeyondTheLength_whenRead_thenForgiven() throws IOException {
    assertThat(read(1, full(A) + "   \n").members()).isEqualTo(1);
  }

  @Test
  void givenMbiWithBlanksAround_whenRead_thenTrimmed() throws IOException {
    RosterRead read =
        Cclf8.read(
            bytes("  1234     rest\n"),
            new Announced("CCLF8", 1, 549),
            CountRule.EXACT,
            new MbiRules(MbiFormRule.WARN, SyntheticMbi.ALLOW),
            this::add);
    assertThat(read).isEqualTo(new RosterRead(1, 0, 1));
    assertThat(members).containsExactly("1 1234");
  }

  @Test
  void givenLongerLine_whenRead_thenRefused() {
    refused("line 2 is longer than the 549 bytes", () -> read(2, A + "\n" + full(B) + "x\n"));
    refused("line 1 is longer", () -> read(1, full(A) + "\rx\n"));
  }

  @Test
  void givenBlanksWithoutEnd_whenRead_thenRefusedBeforeTheEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    refused(
        "line 1 is longer",
        () ->
            Cclf8.read(endless, new Announced("CCLF8", 1, 549), CountRule.EXACT, RULES, this::add));
  }

  @Test
  void givenEmptyLine_whenRead_thenRefused() {
    refused("line 2 is empty", () -> read(3, A + "\n\n" + B + "\n"));
    refused("line 2 is empty", () -> read(2, A + "\n   \r\n"));
    refused("line 3 is empty", () -> read(3, A + "\n" + B + "\n\n"));
  }

  @Test
  void givenNoMbi_whenRead_thenRefused() {
    refused("line 1 has no MBI", () -> read(1, "           rest\n"));
  }

  @Test
  void givenCharacterOutsideAscii_whenRead_thenRefusedInTheMbiOnly() throws IOException {
    refused("line 1 has a character outside ASCII", () -> read(1, "1S00É00AA01\n"));
    refused("line 1 has a character outside ASCII", () -> read(1, "\u00ef\u00bb\u00bf" + A + "\n"));
    assertThat(read(1, A + " Peña\n").members()).isEqualTo(1);
  }

  @Test
  void givenControlCharacterOrBlankWithin_whenRead_thenRefused() {
    refused("blank or control character", () -> read(1, "1S00 00AA01\n"));
    refused("blank or control character", () -> read(1, "1S00\00000AA01\n"));
    refused("blank or control character", () -> read(1, "1S00\t00AA01\n"));
  }

  @Test
  void givenOtherCount_whenExact_thenRefused() {
    refused("CCLF8 has 1 records, fewer than the 2", () -> read(2, A + "\n"));
    refused("CCLF8 has more records than the 1", () -> read(1, A + "\n" + B + "\n"));
    refused("CCLF8 has 0 records", () -> read(1, ""));
  }

  @Test
  void givenFewerRecords_whenAtMost_thenTakenButNotNoneAndNotMore() throws IOException {
    assertThat(read(3, A + "\n", CountRule.AT_MOST, RULES).members()).isEqualTo(1);
    refused("more records", () -> read(1, A + "\n" + B, CountRule.AT_MOST, RULES));
    refused("0 records", () -> read(3, "", CountRule.AT_MOST, RULES));
  }

  @Test
  void givenManyRecords_whenRead_thenDistinctMbisCounted() throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      file.append(TestArchive.mbi(i % 20_000)).append('\n');
    }
    assertThat(read(30_000, file.toString())).isEqualTo(new RosterRead(20_000, 10_000, 0));
    assertThat(members).hasSize(20_000).doesNotHaveDuplicates();
    assertThat(members.get(19_999)).isEqualTo("20000 " + TestArchive.mbi(19_999));
  }

  @Test
  void givenAnyRefusal_whenTold_thenWithoutTheMbi() {
    assertThatThrownBy(() -> read(1, "1A69B98CD30\n"))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("1A69B98CD30");
  }

  private static String full(String mbi) {
    return mbi + "x".repeat(549 - mbi.length());
  }

  private static void refused(String why, ThrowingCallable reading) {
    assertThatThrownBy(reading).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  private RosterRead read(int announced, String file) throws IOException {
    return read(announced, file, CountRule.EXACT, RULES);
  }

  private RosterRead read(int announced, String file, CountRule counts, MbiRules rules)
      throws IOException {
    members.clear();
    return Cclf8.read(
        bytes(file), new Announced("CCLF8", announced, 549), counts, rules, this::add);
  }

  private static InputStream bytes(String file) {
    return new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void add(int ordinal, String mbi) {
    members.add(ordinal + " " + mbi);
  }
}
