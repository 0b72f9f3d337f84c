package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.settings.UnusableSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which codes hide a claim. */
class SensitiveCodesTest {
  private static final SensitiveCodes BUILT_IN =
      SensitiveCodesFile.of(new SensitiveSettings("built-in"));

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10-cm, F10.10",
    "http://hl7.org/fhir/sid/icd-10-cm, F1010",
    "http://hl7.org/fhir/sid/icd-10-cm, f10.10",
    "http://hl7.org/fhir/sid/icd-10-cm, F1120",
    "http://hl7.org/fhir/sid/icd-10-cm, F19.99",
    "http://hl7.org/fhir/sid/icd-10-cm, F13",
    "http://hl7.org/fhir/sid/icd-10-cm, F55.8",
    "http://hl7.org/fhir/sid/icd-10-cm, R78.0",
    "http://hl7.org/fhir/sid/icd-10, F1210",
    "https://hl7.org/fhir/sid/icd-10/, F1210",
    "urn:oid:2.16.840.1.113883.6.90, F12.10",
    "http://hl7.org/fhir/sid/icd-9-cm, 291",
    "http://hl7.org/fhir/sid/icd-9-cm, 305.01",
    "http://hl7.org/fhir/sid/icd-9-cm, 94.61",
    "http://hl7.org/fhir/sid/icd-9-cm, v6542",
    "http://www.cms.gov/Medicare/Coding/ICD9, 9468",
    "http://www.cms.gov/Medicare/Coding/ICD10, HZ2ZZZZ",
    "http://hl7.org/fhir/sid/icd-10, HZ94ZZZ",
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs, H0005",
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs, 99408",
    "https://bluebutton.cms.gov/resources/variables/hcpcs_cd, G2067",
    "http://www.ama-assn.org/go/cpt, 4320F",
    "https://bluebutton.cms.gov/resources/variables/clm_drg_cd, 896",
    "http://terminology.hl7.org/CodeSystem/v3-ActCode, 42CFRPart2",
    ", F10.10",
    ", H0020",
  })
  void givenTheBuiltInList_whenSubstanceUse_thenItMatches(String system, String code) {
    assertThat(BUILT_IN.matches(system, code)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10-cm, F17.210", // tobacco
    "http://hl7.org/fhir/sid/icd-9-cm, 305.1",
    "http://hl7.org/fhir/sid/icd-10, F13Z01Z", // a hearing test, ICD-10-PCS
    "http://hl7.org/fhir/sid/icd-10, F00ZCKZ",
    "http://hl7.org/fhir/sid/icd-10-cm, F0390",
    "http://hl7.org/fhir/sid/icd-10-cm, F20.0",
    "http://hl7.org/fhir/sid/icd-10-cm, R78.1",
    "http://hl7.org/fhir/sid/icd-10-cm, I10",
    "http://hl7.org/fhir/sid/icd-9-cm, 290",
    "https://bluebutton.cms.gov/resources/variables/clm_drg_cd, 522", // a new hip
    "https://bluebutton.cms.gov/resources/variables/clm_drg_cd, 893",
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs, H000",
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs, H00050",
    "https://bluebutton.cms.gov/resources/variables/carr_num, 99408",
    "http://hl7.org/fhir/sid/icd-10-cm, H0005",
    "urn:example, F10.10",
    ", 25",
    "http://hl7.org/fhir/sid/icd-10-cm,",
  })
  void givenTheBuiltInList_whenSomethingElse_thenItDoesNot(String system, String code) {
    assertThat(BUILT_IN.matches(system, code)).isFalse();
  }

  @Test
  void givenNone_thenNothingMatches() {
    SensitiveCodes none = SensitiveCodesFile.of(new SensitiveSettings("none"));
    assertThat(none.matches("http://hl7.org/fhir/sid/icd-10-cm", "F1010")).isFalse();
    assertThat(none.matches(null, "F1010")).isFalse();
  }

  @Test
  void givenAListOfOnesOwn_whenRead_thenItCounts(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("codes.txt");
    Files.writeString(
        file,
        """
        # ours
        ndc 00054001825   # a drug

        icd-10-cm B20* Z21
        https://example.org/codes X-1
        """);
    SensitiveCodes codes = SensitiveCodesFile.of(new SensitiveSettings(file.toString()));

    assertThat(codes.matches("http://hl7.org/fhir/sid/ndc", "00054001825")).isTrue();
    assertThat(codes.matches("http://hl7.org/fhir/sid/icd-10-cm", "B20.1")).isTrue();
    assertThat(codes.matches("http://hl7.org/fhir/sid/icd-10-cm", "Z21")).isTrue();
    assertThat(codes.matches("http://hl7.org/fhir/sid/icd-10-cm", "Z211")).isFalse();
    assertThat(codes.matches("http://example.org/codes", "x-1")).isTrue();
    assertThat(codes.matches("http://hl7.org/fhir/sid/icd-10-cm", "F1010")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"icd10 F10", "icd-10-cm", "icd-10-cm F1*0", "icd-10-cm *", "F10.10"})
  void givenALineThatMakesNoSense_whenRead_thenTheStartStopsAndNamesIt(String line) {
    assertThatThrownBy(
            () -> SensitiveCodesFile.parse(List.of("# codes", "ndc 1", line), "codes.txt"))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("Line 3 of codes.txt");
  }

  @Test
  void givenAFileWithoutCodesOrNone_whenRead_thenTheStartStops(@TempDir Path folder)
      throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
    for (Path file : List.of(empty, folder.resolve("missing.txt"))) {
      assertThatThrownBy(() -> SensitiveCodesFile.of(new SensitiveSettings(file.toString())))
          .isInstanceOf(UnusableSetting.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("none");
    }
  }

  @Test
  void givenTheSameCodesInAnotherOrder_thenTheFingerprintIsTheSame() {
    SensitiveCodes one = SensitiveCodesFile.parse(List.of("ndc 1 2", "hcpcs H0005"), "a");
    SensitiveCodes same = SensitiveCodesFile.parse(List.of("hcpcs h0005", "ndc 2", "ndc 1"), "b");
    SensitiveCodes other = SensitiveCodesFile.parse(List.of("hcpcs H0005*", "ndc 2 1"), "c");
    assertThat(one.fingerprint()).hasSize(64).isEqualTo(same.fingerprint());
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    assertThat(new SensitiveCodes(Map.of("a", Set.of("x"))).fingerprint())
        .isNotEqualTo(new SensitiveCodes(Map.of()).fingerprint());
  }

  @Test
  void givenBeginningsWithinBeginnings_thenEachCodeIsFound() {
    CodePatterns patterns = new CodePatterns(List.of("A*", "AB*", "ABC", "C1*", "C10*", "C2"));
    assertThat(List.of("A", "AB", "ABZ", "AZ", "C1", "C109", "C19", "C2"))
        .allMatch(patterns::match);
    assertThat(List.of("B", "C", "C0", "C20", "D")).noneMatch(patterns::match);
  }
}
