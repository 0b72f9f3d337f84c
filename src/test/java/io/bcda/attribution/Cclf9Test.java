package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.attribution.Cclf9.Read;
import io.bcda.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Cclf9Test {
  private static final String OLD = "1S00E00AA01";
  private static final String NEW = "1S00E00AA02";
  private static final String DATES = "2019-12-312024-05-06";
  private static final LocalDate FIRST = LocalDate.of(2019, 12, 31);
  private static final LocalDate LAST = LocalDate.of(2024, 5, 6);
  private static final MbiRules RULES = new MbiRules(MbiFormRule.REJECT, SyntheticMbi.ALLOW);
  private final List<MbiChange> changes = new ArrayList<>();

  @Test
  void givenChanges_whenRead_thenHandedOnInTheFilesOrder() throws IOException {
    String third = "1S00E00AA03";
    assertThat(read("M" + NEW + OLD + DATES + " ".repeat(12), "M" + third + NEW + DATES))
        .isEqualTo(new Read(2, 0, 0, 0, 0, 0));
    assertThat(changes)
        .containsExactly(
            new MbiChange(OLD, NEW, FIRST, LAST), new MbiChange(NEW, third, FIRST, LAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", " ", "m", "é"})
  void givenOtherIdentifier_whenRead_thenCountedAndNotReadFurther(String indicator)
      throws IOException {
    assertThat(read(indicator + "203031401M 203031401A xxxxx", "M" + NEW + OLD))
        .isEqualTo(new Read(1, 1, 0, 0, 0, 0));
    assertThat(changes).hasSize(1);
  }

  @Test
  void givenNoChange_whenRead_thenCountedAndNotHandedOn() throws IOException {
    assertThat(read("M" + NEW + NEW + DATES, "M" + NEW + " ".repeat(11) + DATES, "M" + NEW))
        .isEqualTo(new Read(0, 0, 1, 2, 0, 0));
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "                    ", "1000-01-019999-12-31", "          9999-01-01"})
  void givenNoOrOpenDates_whenRead_thenNone(String dates) throws IOException {
    read("M" + NEW + OLD + dates);
    assertThat(changes).containsExactly(new MbiChange(OLD, NEW, null, null));
  }

  @Test
  void givenOneDate_whenRead_thenTheOtherIsOpen() throws IOException {
    read("M" + NEW + OLD + "2019-12-31", "M" + NEW + OLD + "          2024-05-06");
    assertThat(changes)
        .containsExactly(new MbiChange(OLD, NEW, FIRST, null), new MbiChange(OLD, NEW, null, LAST));
  }

  @Test
  void givenLastDayBeforeTheFirst_whenRead_thenHandedOnAndCounted() throws IOException {
    assertThat(read("M" + NEW + OLD + "2024-05-062019-12-31").reversed()).isEqualTo(1);
    assertThat(read("M" + NEW + OLD + "2024-05-062024-05-06").reversed()).isZero();
    assertThat(changes).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2019-02-29          , 24-33",
    "20191231            , 24-33",
    "2019-12-3           , 24-33",
    "2019-12-312024-13-01, 34-43",
    "2019-12-312024-05-0², 34-43"
  })
  void givenImpossibleDate_whenRead_thenRefused(String dates, String columns) {
    refused("line 1 has an impossible date in columns " + columns, "M" + NEW + OLD + dates);
  }

  @Test
  void givenNoCurrentMbi_whenRead_thenRefused() {
    refused("line 2 has no current MBI", "H", "M" + " ".repeat(11) + OLD + DATES);
    refused("line 1 has no current MBI", "M");
  }

  @Test
  void givenCharactersOfNoMbi_whenRead_thenRefused() {
    refused("outside ASCII in the current MBI's", "M1S00É00AA01" + OLD);
    refused("outside ASCII in the former MBI's columns 13-23", "M" + NEW + "1S00É00AA01");
    refused("blank or control character within the former", "M" + NEW + "1S00 00AA01");
  }

  @Test
  void givenOddMbi_whenRejectOrWarn_thenRefusedOrCountedOnce() throws IOException {
    String odd = "M1A69B98CD331A69B98CD32";
    refused("CCLF9 line 1 has an MBI that has not CMS's form", odd);
    refused("CCLF9 line 1 has an MBI that has not CMS's form", "M" + NEW + "1A69B98CD32");
    MbiRules warning = new MbiRules(MbiFormRule.WARN, SyntheticMbi.ALLOW);
    assertThat(read(2, 55, CountRule.EXACT, warning, odd, "M" + NEW + "1A69B98CD32"))
        .isEqualTo(new Read(2, 0, 0, 0, 0, 2));
  }

  @Test
  void givenRealMbi_whenOnlySyntheticOnesAreTaken_thenRefusedWhicheverItIs() {
    MbiRules synthetic = new MbiRules(MbiFormRule.WARN, SyntheticMbi.REQUIRE);
    for (String line : List.of("M" + NEW + "1EG4TE5MK73", "M1EG4TE5MK73" + OLD)) {
      assertThatThrownBy(() -> read(1, 55, CountRule.EXACT, synthetic, line))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("not synthetic")
          .hasMessageNotContaining("1EG4TE5MK73");
    }
  }

  @Test
  void givenOtherCount_whenRead_thenAsTheRuleSays() throws IOException {
    String line = "M" + NEW + OLD;
    assertRefused("CCLF9 has 1 records, fewer than the 2", 2, CountRule.EXACT, line);
    assertRefused("CCLF9 has more records than the 1", 1, CountRule.AT_MOST, line, line);
    assertRefused("CCLF9 has more records than the 0", 0, CountRule.EXACT, line);
    assertRefused("CCLF9 has 0 records", 2, CountRule.AT_MOST);
    assertThat(read(2, 55, CountRule.AT_MOST, RULES, line).changes()).isEqualTo(1);
  }

  @Test
  void givenNoneAnnounced_whenEmpty_thenNothingIsHandedOn() throws IOException {
    assertThat(read()).isEqualTo(new Read(0, 0, 0, 0, 0, 0));
    assertThat(read(0, 0, CountRule.EXACT, RULES)).isEqualTo(new Read(0, 0, 0, 0, 0, 0));
  }

  @Test
  void givenLineOfAnotherShape_whenRead_thenRefused() {
    refused("line 2 is empty", "M" + NEW + OLD, "", "M" + NEW + OLD);
    refused("line 1 is longer than the 55 bytes of CCLF0", "M" + NEW + OLD + "x".repeat(33));
  }

  @Test
  void givenRecordLengthBelowTwoMbis_whenRead_thenRefused() {
    assertThatThrownBy(() -> read(1, 22, CountRule.EXACT, RULES, "H"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("record length of 22");
  }

  @Test
  void givenAChange_whenPrinted_thenWithoutItsMbis() {
    assertThat(new MbiChange(OLD, NEW, FIRST, LAST).toString()).isEqualTo("MbiChange[redacted]");
    assertThatThrownBy(() -> read("M" + NEW + OLD + "2019-0x-01"))
        .hasMessageNotContainingAny(NEW, OLD, "0x")
        .hasNoCause();
  }

  private void refused(String why, String... lines) {
    assertRefused(why, lines.length, CountRule.EXACT, lines);
  }

  private void assertRefused(String why, int announced, CountRule counts, String... lines) {
    assertThatThrownBy(() -> read(announced, 55, counts, RULES, lines))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  private Read read(String... lines) throws IOException {
    return read(lines.length, 55, CountRule.EXACT, RULES, lines);
  }

  private Read read(int announced, int length, CountRule counts, MbiRules rules, String... lines)
      throws IOException {
    changes.clear();
    StringBuilder file = new StringBuilder();
    List.of(lines).forEach(line -> file.append(line).append('\n'));
    InputStream bytes =
        new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.ISO_8859_1));
    return Cclf9.read(
        bytes, new Announced("CCLF9", announced, length), counts, rules, changes::add);
  }
}
