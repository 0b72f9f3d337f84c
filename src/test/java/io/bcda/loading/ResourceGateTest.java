package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.store.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceGateTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final String MBI = "1S00E00AA01";
  private static final String REAL_MBI = "1EG4TE5MK73"; // CMS's published example
  private static final String PATIENT = TestLines.patient("p1", MBI);
  private static final String CLAIM = TestLines.claim("c1", "p1");

  private final ResourceGate gate = new ResourceGate(R4, false);

  @Test
  void givenGoodLines_whenAdmitted_thenKindAndIdAndReference() {
    Admitted claim = admit(CLAIM);
    assertThat(claim.incoming().kind()).isEqualTo(ResourceKind.EXPLANATION_OF_BENEFIT);
    assertThat(claim.incoming().fhirId()).isEqualTo("c1");
    assertThat(claim.reference()).isEqualTo("ExplanationOfBenefit/c1");
    assertThat(admit(PATIENT).reference()).isEqualTo("Patient/p1");
    assertThat(admit(TestLines.coverage("part-a--100", "-100")).reference())
        .isEqualTo("Coverage/part-a--100");
  }

  @Test
  void givenSendersVersionAndInstant_whenAdmitted_thenTheyAreDroppedAndTheRestOfMetaStays() {
    var meta = admit(PATIENT).incoming().resource().getMeta();
    assertThat(meta.hasLastUpdated()).isFalse();
    assertThat(meta.hasVersionId()).isFalse();
    assertThat(meta.getProfile()).hasSize(1);
    assertThat(admit(PATIENT).incoming().resource().getIdElement().hasVersionIdPart()).isFalse();
  }

  @Test
  void givenDecimals_whenAdmitted_thenTheirZerosStay() {
    ExplanationOfBenefit claim = (ExplanationOfBenefit) admit(CLAIM).incoming().resource();
    assertThat(claim.getTotalFirstRep().getAmount().getValue().toPlainString()).isEqualTo("10.50");
  }

  static Stream<Arguments> badLines() {
    String deep = "[".repeat(300) + "]".repeat(300);
    return Stream.of(
        Arguments.of("cut off", PATIENT.substring(0, PATIENT.length() - 1), LineReason.NOT_JSON),
        Arguments.of("comma", PATIENT.replace("}]", "},]"), LineReason.NOT_JSON),
        Arguments.of(
            "too deep",
            PATIENT.replace("{\"res", "{\"x\":" + deep + ",\"res"),
            LineReason.NOT_JSON),
        Arguments.of("text", "hello", LineReason.NOT_JSON),
        Arguments.of("array", "[" + PATIENT + "]", LineReason.NOT_ONE_OBJECT),
        Arguments.of("number", "17", LineReason.NOT_ONE_OBJECT),
        Arguments.of("two objects", PATIENT + PATIENT, LineReason.NOT_ONE_OBJECT),
        Arguments.of("trailing brace", PATIENT + "}", LineReason.NOT_JSON),
        Arguments.of("trailing word", PATIENT + " x", LineReason.NOT_JSON),
        Arguments.of(
            "key twice",
            PATIENT.replace("\"birthDate\"", "\"id\":\"p2\",\"birthDate\""),
            LineReason.DUPLICATE_KEY),
        Arguments.of(
            "inner key twice",
            PATIENT.replace("\"value\"", "\"system\":\"x\",\"value\""),
            LineReason.DUPLICATE_KEY),
        Arguments.of("NUL", PATIENT.replace(MBI, "1S\\u0000"), LineReason.BAD_CHARACTER),
        Arguments.of("half a pair", PATIENT.replace(MBI, "1S\\ud83d"), LineReason.BAD_CHARACTER),
        Arguments.of("no type", PATIENT.replace("resourceType", "kind"), LineReason.WRONG_TYPE),
        Arguments.of(
            "other type", PATIENT.replace("\"Patient\"", "\"Claim\""), LineReason.WRONG_TYPE),
        Arguments.of("no id", PATIENT.replace("\"id\":\"p1\",", ""), LineReason.BAD_ID),
        Arguments.of("empty id", PATIENT.replace("\"p1\"", "\"\""), LineReason.BAD_ID),
        Arguments.of("id with slash", PATIENT.replace("\"p1\"", "\"a/b\""), LineReason.BAD_ID),
        Arguments.of("id as number", PATIENT.replace("\"p1\"", "7"), LineReason.BAD_ID),
        Arguments.of("id of 65", PATIENT.replace("p1", "x".repeat(65)), LineReason.BAD_ID),
        Arguments.of(
            "unknown element", PATIENT.replace("birthDate", "birthday"), LineReason.NOT_R4),
        Arguments.of("bad date", PATIENT.replace("1940-01-31", "31.01.1940"), LineReason.NOT_R4),
        Arguments.of(
            "bad instant",
            PATIENT.replace("2023-04-05T06:07:08Z", "IGNORED_FIELD"),
            LineReason.NOT_R4),
        Arguments.of("bad code", CLAIM.replace("\"active\"", "\"perhaps\""), LineReason.NOT_R4),
        Arguments.of(
            "object for list",
            PATIENT.replace("[{\"system\"", "{\"system\"").replace("}],\"birth", "},\"birth"),
            LineReason.NOT_R4),
        Arguments.of(
            "no patient",
            CLAIM.replace("\"patient\":{\"reference\":\"Patient/p1\"},", ""),
            LineReason.NO_PATIENT),
        Arguments.of(
            "logical patient", CLAIM.replace("Patient/p1", "urn:uuid:1"), LineReason.NO_PATIENT),
        Arguments.of(
            "absolute patient",
            CLAIM.replace("Patient/p1", "http://x/Patient/p1"),
            LineReason.NO_PATIENT),
        Arguments.of(
            "versioned patient",
            CLAIM.replace("Patient/p1", "Patient/p1/_history/2"),
            LineReason.NO_PATIENT),
        Arguments.of(
            "other target", CLAIM.replace("Patient/p1", "Group/p1"), LineReason.NO_PATIENT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.bcda.loading.RuleLines#good")
  void givenUnusualButTrueClaim_whenAdmitted_thenItPasses(String what, String line) {
    assertThat(admit(line).incoming().fhirId()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.bcda.loading.RuleLines#bad")
  void givenResourceThatBreaksARule_whenAdmitted_thenItsReason(
      String what, String line, LineReason reason) {
    assertThat(refusal(line).reason()).isEqualTo(reason);
    assertThat(refusal(line).at(12).text())
        .startsWith("line 12: " + reason.sentence())
        .doesNotContain("p1", "1899", "2200", "9999", "2024", "ODD", "CARRIER");
  }

  @Test
  void givenMissingElement_whenReported_thenItIsNamed() {
    assertThat(refusal(CLAIM.replace("\"use\":\"claim\",", "")).at(1).text()).endsWith("(use)");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLines")
  void givenBadLine_whenAdmitted_thenItsReason(String what, String line, LineReason reason) {
    assertThat(refusal(line).reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLines")
  void givenBadLine_whenReported_thenNothingOfItsContentShows(
      String what, String line, LineReason reason) {
    String report = refusal(line).at(12).text();
    assertThat(report).startsWith("line 12: " + reason.sentence());
    assertThat(report)
        .doesNotContain(MBI, "p1", "1940", "birthday", "perhaps", "hello", "31.01", "IGNORED");
  }

  @Test
  void givenStructuralFault_whenReported_thenTheElementIsNamed() {
    assertThat(refusal(CLAIM.replace("2024-03-01", "March")).at(1).text())
        .endsWith("(a value that its type does not allow, in start)");
  }

  @Test
  void givenInvalidUtf8_whenAdmitted_thenRefused() {
    byte[] bytes = PATIENT.replace(MBI, "1S?").getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xE9 : bytes[i];
    }
    assertThatThrownBy(() -> gate.admit(new NdjsonLine(3, bytes)))
        .isInstanceOfSatisfying(
            LineRefused.class, e -> assertThat(e.reason()).isEqualTo(LineReason.NOT_UTF8));
  }

  @Test
  void givenOtherScriptsAndEmoji_whenAdmitted_thenTheyStay() {
    String name = "Žižek 漢字 \\\"q\\\" 😀";
    String line =
        PATIENT.replace("\"birthDate\"", "\"name\":[{\"text\":\"" + name + "\"}],\"birthDate\"");
    assertThat(R4.newJsonParser().encodeResourceToString(admit(line).incoming().resource()))
        .contains(name);
  }

  @Test
  void givenLineOfAThousandItems_whenAdmitted_thenItPasses() {
    StringBuilder items = new StringBuilder();
    for (int i = 1; i <= 1000; i++) {
      items
          .append(i == 1 ? "" : ",")
          .append("{\"sequence\":")
          .append(i)
          .append(",\"productOrService\":{\"text\":\"service\"}}");
    }
    String line = CLAIM.replace("\"total\"", "\"item\":[" + items + "],\"total\"");
    assertThat(((ExplanationOfBenefit) admit(line).incoming().resource()).getItem()).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {MBI, "1s00e00aa01", "9S99-E99-AA99"})
  void givenSyntheticOnly_whenMbiIsSynthetic_thenAdmitted(String mbi) {
    ResourceGate sandbox = new ResourceGate(R4, true);
    assertThat(sandbox.admit(TestLines.line(TestLines.patient("p1", mbi))).incoming().fhirId())
        .isEqualTo("p1");
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL_MBI, "", "X"})
  void givenSyntheticOnly_whenMbiIsNot_thenRefusedWithoutShowingIt(String mbi) {
    ResourceGate sandbox = new ResourceGate(R4, true);
    String line =
        mbi.isEmpty()
            ? TestLines.patient("p1", MBI).replace(",\"value\":\"" + MBI + "\"", "")
            : TestLines.patient("p1", mbi);
    LineRefused refused =
        catchThrowableOfType(LineRefused.class, () -> sandbox.admit(TestLines.line(line)));
    assertThat(refused.reason()).isEqualTo(LineReason.NOT_SYNTHETIC);
    assertThat(refused.at(5).text()).doesNotContain(REAL_MBI);
    assertThat(admit(line).incoming().fhirId()).isEqualTo("p1");
  }

  @Test
  void givenSyntheticOnly_whenCoverageCarriesARealMbi_thenRefused() {
    ResourceGate sandbox = new ResourceGate(R4, true);
    String coverage = TestLines.coverage("k", "p1");
    String real =
        coverage.replace("\"status\"", "\"subscriberId\":\"" + REAL_MBI + "\",\"status\"");
    assertThatThrownBy(() -> sandbox.admit(TestLines.line(real)))
        .isInstanceOfSatisfying(
            LineRefused.class, e -> assertThat(e.reason()).isEqualTo(LineReason.NOT_SYNTHETIC));
    assertThat(sandbox.admit(TestLines.line(real.replace(REAL_MBI, MBI))).incoming().fhirId())
        .isEqualTo("k");
  }

  @Test
  void givenBfdResources_whenAdmitted_thenAllPassAndSayTheSame() {
    List<String> lines = TestLines.bfd();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(14);
    for (String line : lines) {
      Admitted admitted = admit(line);
      assertThat(line).contains("\"id\":\"" + admitted.incoming().fhirId() + "\"");
    }
  }

  private Admitted admit(String line) {
    return gate.admit(TestLines.line(line));
  }

  private LineRefused refusal(String line) {
    LineRefused refused =
        catchThrowableOfType(LineRefused.class, () -> gate.admit(TestLines.line(line)));
    assertThat(refused).isNotNull();
    return refused;
  }
}
