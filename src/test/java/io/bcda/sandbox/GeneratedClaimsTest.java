package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resources of a world: valid, of CMS's size, and coherent. */
class GeneratedClaimsTest {
  // Measured on CMS's Beneficiary FHIR Data server, v2: median bytes, minified.
  private static final Map<String, Integer> MEDIANS =
      Map.ofEntries(
          Map.entry("carrier", 17_300),
          Map.entry("outpatient", 19_400),
          Map.entry("inpatient", 25_700),
          Map.entry("snf", 20_700),
          Map.entry("hha", 14_000),
          Map.entry("hospice", 13_000),
          Map.entry("dme", 17_300),
          Map.entry("pde", 9_900),
          Map.entry("Patient", 6_500),
          Map.entry("part-a", 8_000),
          Map.entry("part-b", 7_500),
          Map.entry("part-c", 13_600),
          Map.entry("part-d", 18_800));

  @TempDir static Path folder;
  private static WorldOnDisk world;

  @BeforeAll
  static void generate() throws Exception {
    new Generator(new WorldSpec(2, 45, 1, LocalDate.of(2026, 11, 23))).write(folder);
    world = new WorldOnDisk(folder);
  }

  @Test
  void givenEachKind_whenMeasured_thenMedianSizeIsNearCmss() {
    Map<String, List<Integer>> sizes = new TreeMap<>();
    world.lines(
        "stage-1",
        line -> sizes.computeIfAbsent(kind(line), k -> new ArrayList<>()).add(length(line)));

    assertThat(sizes.keySet()).containsExactlyInAnyOrderElementsOf(MEDIANS.keySet());
    sizes.forEach(
        (kind, all) ->
            assertThat(median(all))
                .as(kind)
                .isCloseTo(MEDIANS.getOrDefault(kind, 0), Percentage.withPercentage(35)));
  }

  @Test
  void givenEveryLine_whenParsedStrictly_thenNoFault() {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    Set<String> parsed = new HashSet<>();
    for (String stage : List.of("stage-1", "stage-2")) {
      world.lines(
          stage,
          line -> {
            parser.parseResource(line);
            parsed.add(kind(line));
          });
    }

    assertThat(parsed).containsExactlyInAnyOrderElementsOf(MEDIANS.keySet());
  }

  @Test
  void givenReferences_whenFollowed_thenTheyLeadToResourcesOfTheSamePerson() {
    Map<String, String> ownerOf = new HashMap<>();
    List<String> astray = new ArrayList<>();
    for (String stage : List.of("stage-1", "stage-2")) {
      world.resources(
          stage,
          resource -> {
            String id = resource.get("resourceType").asText() + "/" + resource.get("id").asText();
            boolean claim = id.startsWith("Explanation");
            String at = claim ? "/patient/reference" : "/beneficiary/reference";
            String patient = id.startsWith("Patient/") ? id : resource.at(at).asText();
            String coverage = resource.at("/insurance/0/coverage/reference").asText();
            ownerOf.put(id, patient);
            if (!ownerOf.containsKey(patient)
                || (claim && !patient.equals(ownerOf.get(coverage)))) {
              astray.add(id);
            }
          });
    }
    assertThat(astray).isEmpty();
    assertThat(ownerOf).hasSizeGreaterThan(2000);
  }

  @Test
  void givenHundredPeople_thenOneHasThreeThousandClaimsAndOneNone(@TempDir Path hundred)
      throws Exception {
    new Generator(new WorldSpec(1, 100, 1, LocalDate.of(2026, 11, 23))).write(hundred);
    Pattern patient = Pattern.compile("\"patient\":\\{\"reference\":\"Patient/([^\"]*)\"");
    Map<String, Integer> claims = new HashMap<>();
    Set<String> ids = new HashSet<>();
    List<String> twice = new ArrayList<>();
    new WorldOnDisk(hundred)
        .lines(
            "stage-1",
            line -> {
              if (!ids.add(head(line))) {
                twice.add(head(line));
              }
              patient
                  .matcher(line)
                  .results()
                  .forEach(p -> claims.merge(p.group(1), 1, Integer::sum));
            });

    assertThat(twice).isEmpty();
    assertThat(claims).containsEntry("-1000001", 3000);
    assertThat(claims).doesNotContainKey("-1000002");
    int others = claims.values().stream().mapToInt(Integer::intValue).sum() - 3000;
    assertThat(others / 100.0).isBetween(40.0, 85.0);
  }

  @Test
  void givenSecondStage_whenCompared_thenSomeLinesChangeSomeRepeatAndSomeAreNew() {
    Map<String, String> before = new HashMap<>();
    world.lines("stage-1", line -> before.put(head(line), line));
    Map<String, Integer> seen = new TreeMap<>();
    world.lines(
        "stage-2",
        line -> {
          String old = before.get(head(line));
          String news = old == null ? "new" : old.equals(line) ? "repeated" : "changed";
          seen.merge(news, 1, Integer::sum);
        });

    assertThat(seen.keySet()).containsExactlyInAnyOrder("new", "changed", "repeated");
    assertThat(seen.get("changed") * 1.0 / before.size()).isCloseTo(0.05, within(0.02));
    assertThat(seen.get("repeated")).isBetween(5, 200);
  }

  @Test
  void givenAllDates_thenNoneLiesAfterTheWorldsDay() {
    Pattern date = Pattern.compile("\"(20[0-9]{2}-[0-9]{2}-[0-9]{2})");
    Set<String> later = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (String stage : List.of("stage-1", "stage-2")) {
      world.lines(
          stage,
          line -> date.matcher(line).results().map(found -> found.group(1)).forEach(seen::add));
    }
    seen.stream().filter(day -> day.compareTo("2026-11-23") > 0).forEach(later::add);

    assertThat(seen).hasSizeGreaterThan(300);
    assertThat(later).isEmpty();
  }

  @Test
  void givenEveryMbi_thenSyntheticAndOfCmssForm() {
    String letter = "[AC-HJKMNP-RT-Y]";
    String either = "[0-9AC-HJKMNP-RT-Y]";
    String form =
        "1S" + either + "[0-9]" + letter + either + "[0-9]" + letter + letter + "[0-9][0-9]";
    Set<String> all = new HashSet<>();
    Pattern mbi = Pattern.compile("us-mbi\",\"value\":\"([^\"]*)\"");
    for (String stage : List.of("stage-1", "stage-2")) {
      world.lines(
          stage,
          line -> mbi.matcher(line).results().map(found -> found.group(1)).forEach(all::add));
    }

    assertThat(all).hasSizeGreaterThan(45).allMatch(value -> value.matches(form));
  }

  private static String head(String line) {
    return line.substring(0, line.indexOf(",\"meta\""));
  }

  private static String kind(String line) {
    String id = line.substring(line.indexOf("\"id\":\"") + 6);
    int end = id.indexOf("--");
    return line.startsWith("{\"resourceType\":\"Patient\"") ? "Patient" : id.substring(0, end);
  }

  private static int length(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int median(List<Integer> sizes) {
    return sizes.stream().sorted().skip(sizes.size() / 2).findFirst().orElseThrow();
  }
}
