package io.bcda.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.bcda.sandbox.GenerateCommand;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a claim's text finds what walking the parsed claim finds. */
class SensitiveScanTest {
  private static final Path BFD = Path.of("../shared/fixtures/bfd-v2");
  private static final SensitiveCodes CODES =
      SensitiveCodesFile.of(new SensitiveSettings("built-in"));
  private static final String CM = "\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\"";
  private final SensitiveScan scan = new SensitiveScan(CODES);
  private final IParser parser = FhirContext.forR4Cached().newJsonParser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'diagnosis':[{'sequence':1,'diagnosisCodeableConcept':{'coding':[{CM,'code':'F10.10'}]}}]",
        "'diagnosis':[{'sequence':1,'packageCode':{'coding':[{'system':'https://bluebutton.cms.gov/resources/variables/clm_drg_cd','code':'897'}]}}]",
        "'diagnosis':[{'sequence':1,'diagnosisCodeableConcept':{'coding':[{'code':'F1010',CM}]}}]",
        "'diagnosis':[{'sequence':1,'diagnosisCodeableConcept':{'coding':[{CM,'extension':[{'url':'urn:x','valueCoding':{'system':'urn:y','code':'z'}}],'code':'F1010'}]}}]",
        "'diagnosis':[{'sequence':1,'diagnosisCodeableConcept':{'coding':[{'code':'F1010'}]}}]",
        "'item':[{'sequence':1,'productOrService':{'coding':[{'system':'http://www.ama-assn.org/go/cpt','code':'99408'}]}}]",
        "'item':[{'sequence':1,'productOrService':{'text':'x'},'detail':[{'sequence':1,'productOrService':{'coding':[{'system':'https://bluebutton.cms.gov/resources/codesystem/hcpcs','code':'H0005'}]}}]}]",
        "'extension':[{'url':'urn:x','valueCoding':{CM,'code':'F1010'}}]",
        "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'42CFRPart2'}]}",
        "'contained':[{'resourceType':'Condition','id':'c','subject':{'display':'x'},'code':{'coding':[{CM,'code':'F1010'}]}}],'extension':[{'url':'urn:c','valueReference':{'reference':'#c'}}]",
        "'procedure':[{'sequence':1,'procedureCodeableConcept':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'HZ2ZZZZ'}]}}]",
      })
  void givenACodeAnywhere_whenScannedOrWalked_thenFound(String members) {
    String body = claim(members);
    assertThat(scan.isSensitive(body)).isTrue();
    assertThat(scan.isSensitive(body.getBytes(UTF_8))).isTrue();
    assertThat(CODES.in((ExplanationOfBenefit) parser.parseResource(body))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'diagnosis':[{'sequence':1,'diagnosisCodeableConcept':{'coding':[{CM,'code':'F17.210'}],'text':'F10.10'}}]",
        "'identifier':[{CM,'value':'F1010'}]",
        "'extension':[{'url':'urn:x','valueString':'F1010'},{'url':'urn:x','valueCoding':{CM,'display':'F1010'}}]",
      })
  void givenNoSuchCode_whenScannedOrWalked_thenNotFound(String members) {
    String body = claim(members);
    assertThat(scan.isSensitive(body)).isFalse();
    assertThat(CODES.in((ExplanationOfBenefit) parser.parseResource(body))).isFalse();
  }

  @Test
  void givenSomethingElse_whenScanned_thenTheMessageDoesNotQuoteIt() {
    assertThatThrownBy(() -> scan.isSensitive("{\"id\":\"secret\",]"))
        .hasMessageNotContaining("secret")
        .hasNoCause();
    assertThat(scan.isSensitive("{\"a\":".repeat(500) + "1" + "}".repeat(500))).isFalse();
    assertThat(scan.isSensitive("\"code\"")).isFalse();
  }

  @Test
  void givenGeneratedClaims_whenScannedAndWalked_thenTheSame(@TempDir Path folder)
      throws Exception {
    String[] args = {
      "generate",
      "--out",
      folder.toString(),
      "--people",
      "40",
      "--seed",
      "3",
      "--as-of",
      "2026-11-23"
    };
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
    Map<Boolean, Integer> found = new TreeMap<>();
    for (String line : claims(folder.resolve("stage-1/claims"))) {
      boolean sensitive = scan.isSensitive(line);
      found.merge(sensitive, 1, Integer::sum);
      if (sensitive || found.getOrDefault(false, 0) % 5 == 0) {
        assertThat(CODES.in((ExplanationOfBenefit) parser.parseResource(line)))
            .isEqualTo(sensitive);
      }
    }
    assertThat(found.getOrDefault(true, 0)).isGreaterThan(20);
    assertThat(found.getOrDefault(false, 0)).isGreaterThan(1000);
  }

  @Test
  void givenBfdsClaims_whenScannedAndWalked_thenOnlyTheOneOfSubstanceUseIsFound()
      throws IOException {
    assumeTrue(Files.isDirectory(BFD), "BFD fixtures are not here");
    Map<String, List<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(BFD)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("eob")).toList()) {
        String text = Files.readString(file).replace("IGNORED_FIELD", "2024-01-02T03:04:05Z");
        for (ExplanationOfBenefit claim : claims(parser.parseResource(text))) {
          boolean sensitive = CODES.in(claim);
          assertThat(scan.isSensitive(parser.encodeResourceToString(claim))).isEqualTo(sensitive);
          if (sensitive) {
            found
                .computeIfAbsent(file.getFileName().toString(), f -> new ArrayList<>())
                .add(claim.getIdElement().getIdPart());
          }
        }
      }
    }
    assertThat(found)
        .isEqualTo(Map.of("eobReadByPatientWithSamhsa.json", List.of("carrier-9991831000")));
  }

  private static List<ExplanationOfBenefit> claims(IBaseResource resource) {
    return resource instanceof Bundle bundle
        ? bundle.getEntry().stream().map(e -> (ExplanationOfBenefit) e.getResource()).toList()
        : List.of((ExplanationOfBenefit) resource);
  }

  private static List<String> claims(Path folder) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(folder.resolve("ExplanationOfBenefit-1.ndjson.gz"))),
                UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static String claim(String members) {
    return ("{'resourceType':'ExplanationOfBenefit'," + members + "}")
        .replace("CM", CM)
        .replace('\'', '"');
  }
}
