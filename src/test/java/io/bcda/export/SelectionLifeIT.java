package io.bcda.export;

import static io.bcda.store.ResourceKind.EXPLANATION_OF_BENEFIT;
import static io.bcda.store.ResourceKind.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a selection on the way of a job: slices, opt-outs, repetitions, its end. */
class SelectionLifeIT {

  /** Of several slices and files; each file that is replaced is cut by the same filters. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilteredFilesOfSomeElements_whenAPersonOptsOut_thenOnlyTheirRowsGo(TestServer server) {
    TestWorld world = Crowd.of(server, 60, 8);
    SelectedExports exports = new SelectedExports(server, world);
    Asked asked =
        Asked.all()
            .filtered(EXPLANATION_OF_BENEFIT, "_id=" + firstClaims(server, world))
            .elements(EXPLANATION_OF_BENEFIT, "billablePeriod");
    AcoClient.Export export = exports.export(asked);
    Map<String, JsonNode> before = claims(export);
    assertThat(before).hasSize(60);
    String mbi =
        server
            .db()
            .queryForObject(
                "SELECT min(m.mbi) FROM roster_member m JOIN roster r ON r.id = m.roster_id WHERE r.aco = ?",
                String.class,
                world.aco());
    world.preference(mbi, LocalDate.of(2021, 3, 1), false);

    AcoClient.Export again = exports.again(export);

    Map<String, JsonNode> after = claims(again);
    assertThat(after).hasSize(59);
    assertThat(before).containsAllEntriesOf(after);
    JsonNode totals = again.manifest().at("/extension/totals");
    assertThat(totals.get("optedOut").asInt()).isEqualTo(10);
    assertThat(totals.get("filtered").asInt()).isEqualTo(59 * 7);
  }

  private static String firstClaims(TestServer server, TestWorld world) {
    return world
        .client()
        .export("Patient/$export?_type=ExplanationOfBenefit")
        .output()
        .get("ExplanationOfBenefit")
        .keySet()
        .stream()
        .filter(id -> id.startsWith("e0"))
        .collect(Collectors.joining(","));
  }

  private static Map<String, JsonNode> claims(AcoClient.Export export) {
    Map<String, JsonNode> claims = new TreeMap<>();
    export
        .lines("output")
        .get("ExplanationOfBenefit")
        .forEach(line -> claims.put(line.get("id").asText(), line));
    return claims;
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenARunningExport_whenAskedAgain_thenRefusedOnlyIfItsSelectionIsTheSame(
      TestServer server) {
    TestWorld world = Crowd.of(server, 2, 1);
    SelectedExports exports = new SelectedExports(server, world);
    Set<String> person =
        Set.of(
            world
                .client()
                .export("Patient/$export?_type=Patient")
                .output()
                .get("Patient")
                .keySet()
                .iterator()
                .next());
    List<Asked> different =
        List.of(
            Asked.all(),
            Asked.all().filtered(EXPLANATION_OF_BENEFIT, "type=A", "type=B"),
            Asked.all().elements(EXPLANATION_OF_BENEFIT, "item"),
            Asked.all().until(server.clock().instant()),
            Asked.all().patients(person));
    server.files().hold();
    try {
      different.forEach(exports::accept);
      for (Asked asked : different) {
        assertThatThrownBy(() -> exports.accept(asked))
            .isInstanceOf(Refusal.class)
            .hasMessageContaining("running already");
      }
      assertThatThrownBy(
              () ->
                  exports.accept(Asked.all().filtered(EXPLANATION_OF_BENEFIT, "type=B", "type=A")))
          .isInstanceOf(Refusal.class);
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAListOfPeople_whenTheJobIsDeleted_thenTheListGoes(TestServer server) {
    TestWorld world = Crowd.of(server, 2, 1);
    AcoClient.Export export = ofAllByName(server, world);
    String job = id(export);
    assertThat(listed(server, job)).isEqualTo(2);

    server.bean(ExportJobs.class).delete(world.aco(), "test", job);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(listed(server, job)).isZero());
  }

  /** The sweep may come late: a record's time can be over before the sweep saw its files' end. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAListOfPeople_whenTheJobsRecordIsPurged_thenTheListGoesWithIt(TestServer server) {
    TestWorld world = Crowd.of(server, 2, 1);
    AcoClient.Export export = ofAllByName(server, world);
    String job = id(export);
    server.db().update("UPDATE export_job SET updated_at = DATE '2001-01-01' WHERE id = ?", job);

    server.bean(JobSweepStore.class).purge(Instant.parse("2001-06-01T00:00:00Z"));

    assertThat(listed(server, job)).isZero();
  }

  /** A hash of an MBI is found out by trying all that there can be. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenASelection_whenTheJobsFilesAreGone_thenItsRecordHasNoHashOfItAnyMore(
      TestServer server) {
    TestWorld world = Crowd.of(server, 2, 1);
    SelectedExports exports = new SelectedExports(server, world);
    Asked asked = Asked.all().filtered(PATIENT, "identifier=" + TestWorld.mbi());
    AcoClient.Export kept = exports.export(asked);
    AcoClient.Export gone = exports.export(asked);
    server.bean(ExportJobs.class).delete(world.aco(), "test", id(gone));

    server.bean(JobSweepStore.class).forgetPeople();

    assertThat(selection(server, gone)).isNull();
    assertThat(selection(server, kept)).contains("identifier=");
  }

  private static String selection(TestServer server, AcoClient.Export export) {
    return server
        .db()
        .queryForObject("SELECT selection FROM export_job WHERE id = ?", String.class, id(export));
  }

  /** An export of all people of an ACO, each of them named. */
  private static AcoClient.Export ofAllByName(TestServer server, TestWorld world) {
    Set<String> people =
        world.client().export("Patient/$export?_type=Patient").output().get("Patient").keySet();
    return new SelectedExports(server, world).export(Asked.all().patients(Set.copyOf(people)));
  }

  private static String id(AcoClient.Export export) {
    return export.statusUrl().substring(export.statusUrl().lastIndexOf('/') + 1);
  }

  private static int listed(TestServer server, String job) {
    return server
        .db()
        .queryForObject("SELECT count(*) FROM cohort_person WHERE list_id = ?", Integer.class, job);
  }
}
