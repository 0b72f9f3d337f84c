package io.bcda.attribution;

import static io.bcda.attribution.TestPreferences.HEADER;
import static io.bcda.attribution.TestPreferences.bytes;
import static io.bcda.attribution.TestPreferences.detail;
import static io.bcda.attribution.TestPreferences.file;
import static io.bcda.attribution.TestPreferences.lines;
import static io.bcda.attribution.TestPreferences.substanceUseOnly;
import static io.bcda.attribution.TestPreferences.trailer;
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
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around the records: encoding, header, trailer, lines between and behind. */
class PreferenceFrameTest {
  private static final String A = "1S00E00AA01";
  private static final String B = "1S00E00AA02";
  private static final MbiRules RULES = new MbiRules(MbiFormRule.REJECT, SyntheticMbi.ALLOW);

  @Test
  void givenNobody_whenRead_thenNothingIsHandedOn() throws IOException {
    assertThat(read(HEADER + "\n" + trailer(0))).isEqualTo(new Read(0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HDR_BLAHDATASHR20260301",
        "HDR_BENEDATASHR",
        "HDR_BENEDATASHR2026-3-1",
        "HDR_BENEDATASHR20260301 x",
        "hdr_benedatashr20260301",
        " HDR_BENEDATASHR20260301"
      })
  void givenNoHeaderInTheFirstLine_whenRead_thenRefused(String header) {
    refused("line 1 is no header", header + "\n" + trailer(0));
  }

  @Test
  void givenHeaderOfNoDay_whenRead_thenRefused() {
    refused("line 1 has an impossible date", "HDR_BENEDATASHR20260230\n" + trailer(0));
  }

  @Test
  void givenOtherFirstLine_whenRead_thenRefused() {
    refused("line 1 is no header", lines(detail(A, 'Y')) + trailer(1));
    refused("line 1 is empty", "\n" + file());
    refused("is empty", "");
    refused("is empty", "\n\n");
  }

  @Test
  void givenSecondHeader_whenRead_thenRefused() {
    refused("line 3 is a second header", file(detail(A, 'Y'), HEADER));
    refused("line 2 is a second header", file("HDR_BENE"));
  }

  @Test
  void givenNoTrailer_whenRequired_thenRefusedOtherwiseTaken() throws IOException {
    String open = HEADER + "\n" + lines(detail(A, 'N'));
    refused("has no trailer", open);
    assertThat(read(open, TrailerRule.OPTIONAL)).isEqualTo(new Read(1, 0, 1, 0));
    assertThat(read(open + " \n", TrailerRule.OPTIONAL).preferences()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 2_000_000_000})
  void givenOtherCount_whenRead_thenRefusedWhateverTheRule(int count) {
    String wrong = HEADER + "\n" + lines(detail(A, 'N'), substanceUseOnly(B)) + trailer(count);
    refused("line 4 is a trailer that counts " + count + " records; the file has 2", wrong);
    assertThatThrownBy(() -> read(wrong, TrailerRule.OPTIONAL)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRL_BENEDATASHR20260301",
        "TRL_BENEDATASHR20260301x",
        "TRL_BENEDATASHR20260301-1",
        "TRL_BENEDATASHR20260301         1x",
        "TRL_BENEDATASHR20260301          1",
        "TRL_BENEDATASHR1",
        "TRL_BLAHDATASHR202603011",
        "TRL_"
      })
  void givenDamagedTrailer_whenRead_thenRefused(String trailer) {
    refused("line 3 is no trailer", HEADER + "\n" + lines(detail(A, 'Y'), trailer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1         ", "         1", "0000000001"})
  void givenCountAnywhereInItsColumns_whenRead_thenUnderstood(String count) throws IOException {
    String trailer = "TRL_BENEDATASHR20260301" + count;
    assertThat(read(HEADER + "\n" + lines(detail(A, 'Y'), trailer)).preferences()).isEqualTo(1);
  }

  @Test
  void givenTrailerOfAnotherOrNoDay_whenRead_thenRefused() {
    refused("another date than the header's", HEADER + "\nTRL_BENEDATASHR202602280\n");
    refused("impossible date", HEADER + "\nTRL_BENEDATASHR202613010\n");
  }

  @Test
  void givenSomethingBehindTheTrailer_whenRead_thenRefused() {
    refused("line 4 follows the trailer", file(detail(A, 'Y')) + trailer(1));
    refused("line 5 follows the trailer", file(detail(A, 'Y')) + "\n" + detail(B, 'Y'));
  }

  @Test
  void givenEmptyLineWithin_whenRead_thenRefused() {
    refused("line 3 is empty", file(detail(A, 'Y'), "", detail(B, 'Y')));
    refused("line 2 is empty", file(" ".repeat(459)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void givenWideEncoding_whenRead_thenRefusedByName(String encoding) {
    byte[] wide = file(detail(A, 'N')).getBytes(Charset.forName(encoding));
    refused("UTF-16 or UTF-32", new ByteArrayInputStream(wide));
  }

  @Test
  void givenMarkOrPackedFile_whenRead_thenRefusedByName() {
    refused("byte order mark", "\u00ef\u00bb\u00bf" + file());
    refused("packed by gzip", "\u001f\u008b\b\0\0\0");
    refused("zip archive", "PK\u0003\u0004rest");
  }

  private static void refused(String why, String file) {
    refused(why, bytes(file));
  }

  private static void refused(String why, InputStream file) {
    assertThatThrownBy(
            () -> PreferenceFile.read(file, TrailerRule.REQUIRED, RULES, preference -> {}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  private static Read read(String file) throws IOException {
    return read(file, TrailerRule.REQUIRED);
  }

  private static Read read(String file, TrailerRule trailers) throws IOException {
    return PreferenceFile.read(bytes(file), trailers, RULES, preference -> {});
  }
}
