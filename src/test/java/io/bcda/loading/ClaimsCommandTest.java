package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.sandbox.GenerateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code claims validate}: a sample, held to FHIR's rules, in a report without content. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsCommandTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
  private static final Path PACKAGES = Path.of("../shared/fixtures/packages");
  private static final String SECRET = "1S00E00AA01";

  @TempDir static Path folder;
  private Path claims;

  @BeforeAll
  void generate() {
    Path world = folder.resolve("world");
    String[] args = {"generate", "--out", world.toString(), "--people", "30", "--seed", "3"};
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true);
    assertThat(GenerateCommand.run(args, nowhere, CLOCK)).isZero();
    claims = world.resolve("stage-1/claims");
  }

  @Test
  void givenGeneratedFiles_whenValidated_thenEachKindIsThereAndWithoutErrorsOfBaseR4()
      throws IOException {
    Answer answer = run(with(files(), "--sample=20"));
    assertThat(answer.exit).isEqualTo(ClaimsCommand.OK);
    assertThat(answer.text).contains(" in 3 files, seed 1, ").contains("Base R4: no errors");
    for (LineKind kind : LineKind.values()) {
      boolean generated = kind.profile().isPresent();
      assertThat(answer.rowOf(kind).isEmpty()).as(kind.label()).isEqualTo(!generated);
      if (generated) {
        assertThat(answer.rowOf(kind)).contains("2 of 2, 0.0 each");
      }
    }
  }

  /** Our own measurement of November 2026: errors of each of CMS's examples. */
  @Test
  void givenCmsOwnClaims_whenHeldToCarin_thenTheErrorsAreThoseKnown() throws IOException {
    assumeTrue(Files.isDirectory(PACKAGES), "HL7's packages are not here");
    Path file = Files.write(folder.resolve("bfd.ndjson"), TestLines.bfd());
    Answer answer = run(with(List.of(file.toString()), "--packages", PACKAGES.toString()));
    assertThat(answer.exit).isEqualTo(ClaimsCommand.OK);
    Map<LineKind, String> known = new EnumMap<>(LineKind.class);
    known.put(LineKind.PATIENT, "0 of 1, 1.0 each");
    known.put(LineKind.COVERAGE, "0 of 4, 1.0 each");
    known.put(LineKind.CARRIER, "0 of 2, 22.5 each");
    known.put(LineKind.DME, "0 of 1, 22.0 each");
    known.put(LineKind.HHA, "0 of 1, 27.0 each");
    known.put(LineKind.HOSPICE, "0 of 1, 27.0 each");
    known.put(LineKind.INPATIENT, "0 of 1, 42.0 each");
    known.put(LineKind.OUTPATIENT, "0 of 1, 30.0 each");
    known.put(LineKind.PDE, "0 of 1, 13.0 each");
    known.put(LineKind.SNF, "0 of 1, 29.0 each");
    known.forEach((kind, errors) -> assertThat(answer.rowOf(kind)).endsWith(errors));
    assertThat(answer.text).contains("C4BB-Coverage#coverage-meta-profile-version  Coverage");
  }

  @Test
  void givenFaultyLines_whenReported_thenRulesAndPlacesAndNothingOfTheirContent()
      throws IOException {
    String claim = TestLines.claim(SECRET, SECRET);
    Path file = folder.resolve("faulty.ndjson.gz");
    byte[] lines =
        TestLines.utf8(
            claim
                .replace("\"USD\"", "\"" + SECRET + "\"")
                .replace(
                    "\"status\"",
                    "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"%s\"}],\"status\""
                        .formatted(SECRET))
                .replace("{\"display\":\"p\"}", "{\"reference\":\"#" + SECRET + "\"}"),
            claim.replace("\"use\"", "\"" + SECRET + "\""),
            "{\"resourceType\":\"" + SECRET + "\"}",
            SECRET);
    Files.write(file, TestLines.gzip(lines));
    Answer answer = run(with(List.of(file.toString())));
    assertThat(answer.exit).isEqualTo(ClaimsCommand.OK);
    assertThat(answer.text)
        .doesNotContain(SECRET)
        .contains("The loader would refuse 1 of other claims: " + LineReason.NOT_R4.sentence())
        .contains("The loader would refuse 1 of other lines: " + LineReason.NOT_JSON.sentence())
        .contains("ExplanationOfBenefit.total.amount.currency")
        .contains("ExplanationOfBenefit.contained");
    assertThat(answer.rowOf(LineKind.OTHER_CLAIM)).contains("0 of 1, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims",
        "claims load x",
        "claims validate",
        "claims validate --sample 0 x",
        "claims validate --sample many x",
        "claims validate --colour red x",
        "claims validate --seed 1 --seed 2 x",
        "claims validate x --seed",
        "claims validate ."
      })
  void givenArgumentsWithoutSense_whenRun_thenItSaysWhereHelpIs(String line) {
    Answer answer = run(line.replace(" x", " pom.xml").split(" "));
    assertThat(answer.exit).isEqualTo(ClaimsCommand.USAGE);
    assertThat(answer.text).endsWith("Try: claims validate --help" + System.lineSeparator());
  }

  @Test
  void givenFilesThatCannotBeRead_whenRun_thenItFails() throws IOException {
    byte[] gzip = TestLines.gzip(TestLines.utf8(TestLines.claim("a", "b")));
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(gzip, gzip.length - 20));
    Path zip = Files.write(folder.resolve("a.zip"), new byte[] {'P', 'K', 3, 4});
    for (Path file : List.of(cut, zip, folder.resolve("absent"))) {
      assertThat(run(with(List.of(file.toString()))).exit).isEqualTo(ClaimsCommand.FAILED);
    }
    Answer empty =
        run(with(files(), "--packages", Files.createDirectories(folder.resolve("e")) + ""));
    assertThat(empty.exit).isEqualTo(ClaimsCommand.FAILED);
    assertThat(empty.text).contains("no package hl7.fhir.us.carin-bb#2.0.0");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(claims)) {
      return files.sorted().map(Path::toString).toList();
    }
  }

  private static String[] with(List<String> files, String... options) {
    List<String> args = new ArrayList<>(List.of("claims", "validate"));
    args.addAll(List.of(options));
    args.addAll(files);
    return args.toArray(String[]::new);
  }

  private record Answer(int exit, String text) {
    /** What the table says of a kind; empty if it has no row. */
    String rowOf(LineKind kind) {
      return text.lines().filter(l -> l.startsWith(kind.label() + " ")).findFirst().orElse("");
    }
  }

  private static Answer run(String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exit = ClaimsCommand.run(args, new PrintStream(said, true, StandardCharsets.UTF_8), CLOCK);
    return new Answer(exit, said.toString(StandardCharsets.UTF_8));
  }
}
