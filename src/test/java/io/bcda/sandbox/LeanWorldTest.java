package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lean world: the same people, claims and answers, in fewer bytes. */
class LeanWorldTest {
  private static final WorldSpec SPEC = new WorldSpec(7, 60, 1, LocalDate.of(2026, 11, 23));

  /** What a store indexes of a claim, and what its service date is taken from. */
  private static final List<String> KEPT =
      List.of(
          "/id",
          "/meta",
          "/identifier/0",
          "/status",
          "/type",
          "/patient",
          "/insurance",
          "/billablePeriod",
          "/created",
          "/item/0/servicedPeriod",
          "/item/0/servicedDate");

  @TempDir static Path folder;
  private static WorldOnDisk full;
  private static WorldOnDisk lean;

  @BeforeAll
  static void generate() throws Exception {
    new Generator(SPEC).write(folder.resolve("full"));
    new Generator(SPEC, new WorldForm(Detail.LEAN, 500)).write(folder.resolve("lean"));
    full = new WorldOnDisk(folder.resolve("full"));
    lean = new WorldOnDisk(folder.resolve("lean"));
  }

  @Test
  void givenBothForms_whenCompared_thenSameAnswersAndRosters() {
    for (String part : List.of("expected", "stage-1/attribution", "stage-2/attribution")) {
      List<Path> files = WorldOnDisk.files(folder.resolve("full").resolve(part));
      assertThat(files).hasSizeGreaterThan(2);
      for (Path file : files) {
        assertThat(folder.resolve("lean").resolve(folder.resolve("full").relativize(file)))
            .hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void givenBothForms_whenCompared_thenSameResourcesWithAllThatIsIndexed() {
    for (String stage : List.of("stage-1", "stage-2")) {
      assertThat(kept(lean, stage)).hasSizeGreaterThan(100).isEqualTo(kept(full, stage));
    }
  }

  @Test
  void givenLeanFiles_whenReplayed_thenAnswersAgree() {
    FileReplay replay = new FileReplay(lean, 2026);
    for (String aco : World.ACOS) {
      JsonNode since = lean.expected("stage-2", aco, "group-all-since").path("output");
      Map<String, Integer> expected = new TreeMap<>();
      for (Map.Entry<String, JsonNode> type : since.properties()) {
        for (Map.Entry<String, JsonNode> id : type.getValue().properties()) {
          expected.put(type.getKey() + "/" + id.getKey(), id.getValue().asInt());
        }
      }
      assertThat(replay.since(aco, 'Y')).isNotEmpty().isEqualTo(expected);
    }
  }

  @Test
  void givenEveryLine_whenParsedStrictly_thenNoFaultAndTwoToThreeKilobytes() {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    Set<String> kinds = new TreeSet<>();
    lean.lines(
        "stage-1",
        line -> {
          parser.parseResource(line);
          if (line.startsWith("{\"resourceType\":\"Expl")) {
            String id = line.substring(line.indexOf("\"id\":\"") + 6);
            kinds.add(id.substring(0, id.indexOf("--")));
            // A claim of substance use has a code more.
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isBetween(2000, 3300);
          }
        });
    assertThat(kinds).hasSize(ClaimKind.values().length);
  }

  @Test
  void givenFilesOfSoManyLines_whenPutTogether_thenTheLinesOfOneFile() throws Exception {
    new Generator(SPEC, new WorldForm(Detail.LEAN, WorldForm.UNCUT)).write(folder.resolve("uncut"));
    List<String> together = new ArrayList<>();
    List<String> inPieces = new ArrayList<>();

    new WorldOnDisk(folder.resolve("uncut")).lines("stage-1", together::add);
    lean.lines("stage-1", inPieces::add);

    assertThat(inPieces).isEqualTo(together);
    List<Path> files = WorldOnDisk.files(folder.resolve("lean/stage-1/claims"));
    assertThat(files).hasSizeGreaterThan(4);
    assertThat(files).allSatisfy(f -> assertThat(WorldOnDisk.lines(f).size()).isBetween(1, 500));
  }

  private static Map<String, List<String>> kept(WorldOnDisk world, String stage) {
    Map<String, List<String>> kept = new HashMap<>();
    world.resources(
        stage,
        resource ->
            kept.put(
                resource.get("resourceType").asText() + "/" + resource.get("id").asText(),
                KEPT.stream().map(at -> resource.at(at).toString()).toList()));
    return kept;
  }
}
