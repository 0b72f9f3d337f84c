package io.bcda.export;

import static io.bcda.store.ResourceKind.COVERAGE;
import static io.bcda.store.ResourceKind.EXPLANATION_OF_BENEFIT;
import static io.bcda.store.ResourceKind.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.refusal.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code organizeOutputBy}: the same resources as without it, each under its person. */
class OrganizedExportIT {
  private static final int PEOPLE = 160;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnySelection_whenOrganizedByPatient_thenTheSameResourcesInBlocks(TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, 3);
    SelectedExports exports = new SelectedExports(server, world);
    Map<String, JsonNode> everything = Blocks.ofTypes(exports.export(Asked.all()));
    assertThat(everything).hasSize(PEOPLE * 5);
    String third = ids(everything, "ExplanationOfBenefit/e0");
    Set<String> some = Set.copyOf(List.of(ids(everything, "Patient/p1").split(",")));
    assertThat(some).hasSizeGreaterThan(50);
    List<Asked> asked =
        List.of(
            Asked.all(),
            Asked.all().at(ExportLevel.PATIENT).only(PATIENT, EXPLANATION_OF_BENEFIT),
            Asked.all().at(ExportLevel.GROUP_NEW).only(COVERAGE, EXPLANATION_OF_BENEFIT),
            Asked.all().at(ExportLevel.SYSTEM).only(EXPLANATION_OF_BENEFIT),
            Asked.all().only(PATIENT),
            Asked.all().filtered(EXPLANATION_OF_BENEFIT, "_id=" + third),
            Asked.all().only(EXPLANATION_OF_BENEFIT).elements(EXPLANATION_OF_BENEFIT, "type"),
            Asked.all().patients(some),
            Asked.all().until(server.clock().instant()));
    for (Asked one : asked) {
      AcoClient.Export byType = exports.export(one);
      AcoClient.Export byPatient = exports.export(one.byPatient());

      Blocks blocks = Blocks.of(world.client(), byPatient);
      assertThat(blocks.resources()).as(one.toString()).isEqualTo(Blocks.ofTypes(byType));
      assertThat(totals(byPatient)).isEqualTo(totals(byType));
      assertThat(byPatient.manifest().get("error")).isEqualTo(byType.manifest().get("error"));
    }
    assertThat(Blocks.of(world.client(), exports.export(Asked.all().byPatient())))
        .satisfies(blocks -> assertThat(blocks.people()).hasSize(PEOPLE))
        .satisfies(blocks -> assertThat(blocks.files()).isGreaterThan(2));
  }

  /** Who has nothing of what is asked for has no block. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPeopleOfWhomNoClaimIsWanted_whenOrganizedByPatient_thenTheyHaveNoBlock(
      TestServer server) {
    TestWorld world = Crowd.of(server, 60, 1);
    SelectedExports exports = new SelectedExports(server, world);
    Map<String, JsonNode> everything = Blocks.ofTypes(exports.export(Asked.all()));
    String wanted = ids(everything, "ExplanationOfBenefit/e0p5");
    Asked asked =
        Asked.all().only(EXPLANATION_OF_BENEFIT).filtered(EXPLANATION_OF_BENEFIT, "_id=" + wanted);

    Blocks blocks = Blocks.of(world.client(), exports.export(asked.byPatient()));

    assertThat(blocks.people())
        .hasSize(11) // the sixth, and the fifty-first to the sixtieth
        .allSatisfy(person -> assertThat(person).startsWith("Patient/p5"));
    Asked none = Asked.all().only(EXPLANATION_OF_BENEFIT).filtered(EXPLANATION_OF_BENEFIT, "_id=x");
    AcoClient.Export empty = exports.export(none.byPatient());
    assertThat(empty.manifest().get("outputOrganizedBy").asText()).isEqualTo("Patient");
    assertThat(empty.manifest().get("output")).isEmpty();
  }

  /** Files are cut at people's borders: a block goes with its header, and nothing else does. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFinishedExport_whenAPersonOptsOut_thenTheirBlockGoesWithItsHeader(TestServer server) {
    TestWorld world = Crowd.of(server, 60, 3);
    SelectedExports exports = new SelectedExports(server, world);
    AcoClient.Export export = exports.export(Asked.all().byPatient());
    Map<String, JsonNode> before = Blocks.of(world.client(), export).resources();
    String mbi = mbi(server, world, 3);
    String person = "Patient/" + holder(before, mbi);
    world.preference(mbi, LocalDate.of(2021, 3, 1), false);

    AcoClient.Export again = exports.again(export);

    Blocks blocks = Blocks.of(world.client(), again);
    assertThat(blocks.people()).hasSize(59).doesNotContain(person);
    Map<String, JsonNode> expected = new TreeMap<>(before);
    expected.values().removeIf(resource -> resource.toString().contains(person + "\""));
    expected.remove(person);
    assertThat(expected).hasSize(59 * 5);
    assertThat(blocks.resources()).isEqualTo(expected);
    assertThat(url(again, 0)).isNotEqualTo(url(export, 0));
    assertThat(url(again, 1)).as("who is in the other file stays there").isEqualTo(url(export, 1));
    assertThat(again.manifest().at("/output/0/count").asInt())
        .isEqualTo(export.manifest().at("/output/0/count").asInt() - 6);
    assertThat(world.client().get(url(export, 0)).statusCode()).isEqualTo(410);
    assertThat(again.manifest().at("/extension/totals/optedOut").asInt()).isEqualTo(5);
  }

  private static String url(AcoClient.Export export, int file) {
    return export.manifest().at("/output/" + file + "/url").asText();
  }

  private static String mbi(TestServer server, TestWorld world, int ordinal) {
    return server
        .db()
        .queryForObject(
            "SELECT m.mbi FROM roster_member m JOIN roster r ON r.id = m.roster_id WHERE r.aco = ? AND m.ordinal = ?",
            String.class,
            world.aco(),
            ordinal);
  }

  private static String holder(Map<String, JsonNode> resources, String mbi) {
    return resources.values().stream()
        .filter(r -> r.at("/identifier/0/value").asText().equals(mbi))
        .map(r -> r.get("id").asText())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenARunningExport_whenAskedOtherwiseOrganized_thenItIsAnother(TestServer server) {
    SelectedExports exports = new SelectedExports(server, Crowd.of(server, 2, 1));
    server.files().hold();
    try {
      ExportJob byType = exports.accept(Asked.all());
      ExportJob byPatient = exports.accept(Asked.all().byPatient());
      assertThat(byPatient.id()).isNotEqualTo(byType.id());
      assertThat(byPatient.organizedBy()).isEqualTo(OrganizedBy.PATIENT);
      for (Asked again : List.of(Asked.all(), Asked.all().byPatient())) {
        assertThatThrownBy(() -> exports.accept(again))
            .isInstanceOf(Refusal.class)
            .hasMessageContaining("running already");
      }
    } finally {
      server.files().open();
    }
  }

  private static String ids(Map<String, JsonNode> resources, String start) {
    return resources.keySet().stream()
        .filter(key -> key.startsWith(start))
        .map(key -> key.substring(key.indexOf('/') + 1))
        .collect(Collectors.joining(","));
  }

  /** All but the bytes: headers have some. */
  private static Map<String, Long> totals(AcoClient.Export export) {
    Map<String, Long> totals = new TreeMap<>();
    export
        .manifest()
        .at("/extension/totals")
        .properties()
        .forEach(total -> totals.put(total.getKey(), total.getValue().asLong()));
    totals.remove("bytes");
    return totals;
  }
}
