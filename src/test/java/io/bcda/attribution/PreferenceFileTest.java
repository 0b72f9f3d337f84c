package io.bcda.attribution;

import static io.bcda.attribution.TestPreferences.HEADER;
import static io.bcda.attribution.TestPreferences.bytes;
import static io.bcda.attribution.TestPreferences.detail;
import static io.bcda.attribution.TestPreferences.file;
import static io.bcda.attribution.TestPreferences.substanceUseOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.attribution.PreferenceFile.Read;
import io.bcda.attribution.PreferenceFile.TrailerRule;
import io.bcda.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceFileTest {
  private static final String A = "1S00E00AA01";
  private static final String B = "1S00E00AA02";
  private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);
  private static final MbiRules RULES = new MbiRules(MbiFormRule.REJECT, SyntheticMbi.ALLOW);
  private final List<Preference> handedOn = new ArrayList<>();

  @Test
  void givenPreferences_whenRead_thenHandedOnInTheFilesOrderAndCounted() throws IOException {
    assertThat(read(file(detail(B, 'N'), substanceUseOnly("1S00E00AA03"), detail(A, 'Y'))))
        .isEqualTo(new Read(2, 1, 1, 0));
    assertThat(handedOn)
        .containsExactly(new Preference(B, FEBRUARY, false), new Preference(A, FEBRUARY, true));
  }

  @Test
  void givenSamePersonAgain_whenRead_thenEachPreferenceIsHandedOn() throws IOException {
    assertThat(read(file(detail(A, 'N'), detail(A, "20260228", 'Y'), detail(A, 'N'))))
        .isEqualTo(new Read(3, 0, 2, 0));
    assertThat(handedOn).hasSize(3);
  }

  @Test
  void givenDateWithoutIndicator_whenRead_thenNoPreference() throws IOException {
    assertThat(read(file(detail(A, "20260201", ' '), detail(B, "        ", ' '))))
        .isEqualTo(new Read(0, 2, 0, 0));
  }

  @Test
  void givenCarriageReturnsAndBlanksBehind_whenRead_thenTheSame() throws IOException {
    String good = file(detail(A, 'N'), detail(B, 'Y'));
    Read read = read(good);
    assertThat(read(good.replace("\n", "\r\n"))).isEqualTo(read);
    assertThat(read(good.replace("\n", "   \n"))).isEqualTo(read);
    assertThat(read(good.replaceAll(" +\n", "\n"))).isEqualTo(read);
    assertThat(read(good.stripTrailing())).isEqualTo(read);
    assertThat(read(good + "\n  \r\n\n")).isEqualTo(read);
  }

  @Test
  void givenLineUpToTheIndicator_whenRead_thenTakenAndOneShorterRefused() throws IOException {
    assertThat(read(file(detail(A, 'N').substring(0, 369))).optOuts()).isEqualTo(1);
    assertThat(read(file(detail(A, ' ').substring(0, 369))).withoutPreference()).isEqualTo(1);
    refused("line 2 ends before", file(detail(A, 'N').substring(0, 368)));
    refused("line 2 ends before", file(detail(A, ' ').substring(0, 368)).replace("\n", "\r\n"));
    refused("line 2 ends before", file(A));
  }

  @Test
  void givenLongerLine_whenRead_thenRefused() {
    refused("line 3 is longer than the 459 bytes", file(detail(A, 'Y'), detail(B, 'Y') + "x"));
    refused("line 1 is longer", HEADER + "x".repeat(500));
  }

  @ParameterizedTest
  @ValueSource(chars = {'y', 'n', 'X', '0', '\t', '\0', '\u00a0', 'Ñ'})
  void givenOtherIndicator_whenRead_thenRefused(char indicator) {
    refused("line 2 has neither Y, N nor a blank in column 369", file(detail(A, indicator)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20261301",
        "20260229",
        "00000000",
        "2026021 ",
        " 2026021",
        "2026-2-1",
        "02601111",
        "22000101"
      })
  void givenImpossibleEffectiveDate_whenRead_thenRefusedEvenWithoutPreference(String effective) {
    refused("line 2 has an impossible effective date", file(detail(A, effective, 'N')));
    refused("line 2 has an impossible effective date", file(detail(A, effective, ' ')));
  }

  @Test
  void givenPreferenceWithoutDate_whenRead_thenRefused() {
    refused("line 2 has a preference without an effective date", file(detail(A, "", 'N')));
  }

  @Test
  void givenLineThatLostOrGainedACharacter_whenRead_thenNoOptOutIsOverlooked() {
    for (String effective : new String[] {"20260201", "20261111", "20200101", "19991231"}) {
      StringBuilder lost = new StringBuilder(detail(A, effective, 'N')).deleteCharAt(100);
      refused("line 2 has", file(lost.toString()));
      refused("line 2 has", file(lost.insert(100, "ab").toString()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'           ', has no MBI in columns 1-11",
    "1S00 00AA01, has a blank or control character within the MBI's columns 1-11",
    "1S00É00AA01, has a character outside ASCII in the MBI's columns 1-11",
    "1S00E00AA0, has an MBI that has not CMS's form"
  })
  void givenBadMbi_whenRead_thenRefusedEvenWithoutPreference(String mbi, String why) {
    refused("line 2 " + why, file(detail(mbi, 'N')));
    refused("line 2 " + why, file(substanceUseOnly(mbi)));
  }

  @Test
  void givenOddMbi_whenWarned_thenCounted() throws IOException {
    MbiRules warning = new MbiRules(MbiFormRule.WARN, SyntheticMbi.ALLOW);
    String odd = file(detail("1000000019", 'N'), substanceUseOnly("1000000175"), detail(A, 'Y'));
    assertThat(read(odd, TrailerRule.REQUIRED, warning)).isEqualTo(new Read(2, 1, 1, 2));
    assertThat(handedOn.get(0).mbi()).isEqualTo("1000000019");
  }

  @Test
  void givenAccentsInNames_whenOneByteEach_thenTakenAndAsUtf8RefusedForTheMovedColumns()
      throws IOException {
    String accents = file(detail(A, 'N').replace("John", "José"));
    assertThat(read(accents).optOuts()).isEqualTo(1);
    byte[] utf8 = accents.getBytes(StandardCharsets.UTF_8);
    refused("line 2 has a character of several bytes", new ByteArrayInputStream(utf8));
  }

  @Test
  void givenLineWithoutEnd_whenRead_thenRefusedBeforeTheEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    refused(
        "line 2 is longer than",
        new SequenceInputStream(bytes(HEADER + "\n" + detail(A, 'N')), endless));
  }

  @Test
  void givenAnyRefusal_whenTold_thenWithoutWhatStandsThere() {
    assertThatThrownBy(() -> read(file(detail(A, "2026x201", 'N'))))
        .hasMessageNotContainingAny(A, "John", "2026x201")
        .hasNoCause();
    assertThat(new Preference(A, FEBRUARY, true).toString()).doesNotContain(A);
  }

  private void refused(String why, String file) {
    refused(why, bytes(file));
  }

  private void refused(String why, InputStream file) {
    assertThatThrownBy(() -> PreferenceFile.read(file, TrailerRule.REQUIRED, RULES, handedOn::add))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  private Read read(String file) throws IOException {
    return read(file, TrailerRule.REQUIRED, RULES);
  }

  private Read read(String file, TrailerRule trailers, MbiRules rules) throws IOException {
    handedOn.clear();
    return PreferenceFile.read(bytes(file), trailers, rules, handedOn::add);
  }
}
