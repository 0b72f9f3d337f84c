package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the manifest's error list tells an ACO about its export. */
class JobNotesIT {
  private static final String EARLY = "2001-02-03T04:05:06.000Z";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPeopleWhoJoined_whenPatientExportWithSince_thenTheirNumberAndWhereToAsk(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String first = person(world);
    Instant now = server.clock().instant();
    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(3)), first);
    AcoClient client = world.client();
    AcoClient.Export before = client.export("Patient/$export");
    assertThat(before.manifest().get("error")).isEmpty();
    world.roster(
        RosterKind.CURRENT, now.minus(Duration.ofDays(2)), first, person(world), person(world));

    AcoClient.Export next =
        client.export("Patient/$export?_since=" + before.transactionTime().replace("+", "%2B"));

    JsonNode note = only(next);
    assertThat(note.at("/issue/0/severity").asText()).isEqualTo("information");
    assertThat(note.at("/issue/0/diagnostics").asText())
        .startsWith("2 people of this export have joined")
        .contains("Group/all/$export");
    AcoClient.Export all =
        client.export("Group/all/$export?_since=" + before.transactionTime().replace("+", "%2B"));
    assertThat(all.manifest().get("error")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMembersNotYetKnown_whenExported_thenTheirNumberAndThatTheyComeByThemselves(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String late = TestWorld.mbi();
    String never = TestWorld.mbi();
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        person(world),
        late,
        never);
    AcoClient client = world.client();

    AcoClient.Export first = client.export("Group/all/$export");

    JsonNode note = only(first);
    assertThat(note.at("/issue/0/severity").asText()).isEqualTo("information");
    assertThat(note.at("/issue/0/code").asText()).isEqualTo("informational");
    assertThat(note.at("/issue/0/diagnostics").asText())
        .startsWith("2 members of your roster are not known here yet")
        .contains("by themselves", "Group/all/$export", "with _since", "full history");
    assertThat(note.toString()).doesNotContain(late, never);

    String id = "p" + UUID.randomUUID();
    world.patient(id, late);
    world.claim("e" + id, id, LocalDate.of(2019, 1, 1));
    AcoClient.Export next = client.export("Group/all/$export?_since=" + first.transactionTime());
    assertThat(next.output())
        .isEqualTo(Map.of("Patient", Map.of(id, 1), "ExplanationOfBenefit", Map.of("e" + id, 1)));
    assertThat(only(next).at("/issue/0/diagnostics").asText()).startsWith("1 members");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSinceOfAnEarlierEra_whenExported_thenAllWithoutDeletedAndAWarning(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.roster(
        RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), person(world));
    earlierEra(server);

    AcoClient.Export export = world.client().export("Group/all/$export?_since=" + EARLY);

    assertThat(export.output()).containsOnlyKeys("Patient", "Coverage", "ExplanationOfBenefit");
    assertThat(export.manifest().get("deleted")).isEmpty();
    JsonNode note = only(export);
    assertThat(note.at("/issue/0/severity").asText()).isEqualTo("warning");
    assertThat(note.at("/issue/0/diagnostics").asText()).contains("replace your copy");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenJobOfAnEarlierEra_whenItGoesOn_thenItFailsAndSaysWhy(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.roster(
        RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), person(world));
    earlierEra(server);
    AcoClient client = world.client();
    server.files().hold();
    String status;
    try {
      HttpResponse<String> accepted = client.kickOff("Group/all/$export");
      status = accepted.headers().firstValue("Content-Location").orElseThrow();
      String id = status.substring(status.lastIndexOf('/') + 1);
      server.db().update("UPDATE export_job SET era = 0 WHERE id = ?", id);
    } finally {
      server.files().open();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> client.get(status).statusCode() != 202);
    assertThat(client.get(status).statusCode()).isEqualTo(500);
    assertThat(client.get(status).body()).contains("restored or rebuilt", "Start the export again");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsWithoutAServiceDate_whenRunout_thenLeftOutAndCounted(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = "p" + UUID.randomUUID();
    world.patient(id, mbi);
    ExplanationOfBenefit undated = new ExplanationOfBenefit();
    undated.setId("u" + id);
    undated.setPatient(new Reference("Patient/" + id));
    world.put(undated);
    world.roster(RosterKind.RUNOUT, server.clock().instant().minus(Duration.ofDays(1)), mbi);

    AcoClient.Export export = world.client().export("Group/runout/$export");

    assertThat(export.output()).isEqualTo(Map.of("Patient", Map.of(id, 1)));
    assertThat(export.manifest().at("/extension/totals/undated").asInt()).isEqualTo(1);
    assertThat(only(export).at("/issue/0/diagnostics").asText())
        .startsWith("1 claims have no service date");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNotes_whenAllElseIsTakenBack_thenTheTotalsLeaveTheNotesOut(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = person(world);
    Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
    world.roster(RosterKind.CURRENT, yesterday, mbi, TestWorld.mbi());
    AcoClient client = world.client();
    AcoClient.Export first = client.export("Group/all/$export");
    only(first);
    assertThat(first.manifest().at("/extension/totals/bytes").asLong()).isPositive();

    world.preference(mbi, LocalDate.of(2021, 3, 1), false);

    AcoClient.Export again = client.await(first.statusUrl());
    only(again);
    assertThat(again.output()).isEmpty();
    assertThat(again.manifest().at("/extension/totals/bytes").asLong()).isZero();
  }

  private static JsonNode only(AcoClient.Export export) {
    Map<String, List<JsonNode>> notes = export.lines("error");
    assertThat(notes).containsOnlyKeys("OperationOutcome");
    assertThat(notes.get("OperationOutcome")).hasSize(1);
    return notes.get("OperationOutcome").get(0);
  }

  /** Era 0, as a restored database would show it: a time was issued in it. */
  private static void earlierEra(TestServer server) {
    OffsetDateTime at = OffsetDateTime.parse(EARLY).minusDays(1);
    if (server.db().queryForList("SELECT id FROM era WHERE id = 0").isEmpty()) {
      server.db().update("INSERT INTO era(id, identity, started_at) VALUES (0, 'another', ?)", at);
      server
          .db()
          .update(
              "INSERT INTO issued_time(at, era, snapshot, cause) VALUES (?, 0, '1', 'START')", at);
    }
  }

  private static String person(TestWorld world) {
    String mbi = TestWorld.mbi();
    String id = "p" + UUID.randomUUID();
    world.patient(id, mbi);
    world.coverage("c" + id, id);
    world.claim("e" + id, id, LocalDate.of(2025, 4, 4));
    return mbi;
  }
}
