package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an ACO is told of its attribution as the year turns; the refused kick-off says the same. */
class AttributionStatusIT {
  private static final Instant DECEMBER = Instant.parse("2025-12-20T12:00:00Z");
  private static final Instant LAST_SECONDS = Instant.parse("2025-12-31T23:59:50Z");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:01Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-20T12:00:00Z");
  private static final Instant LEAP_DAY = Instant.parse("2024-02-29T12:00:00Z");

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheYearTurns_whenAsked_thenWhatIsMissingSinceWhenAndWhatWorks(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    world.patient("turn-" + mbi, mbi);
    try {
      server.clock().set(DECEMBER);
      world.roster(RosterKind.CURRENT, DECEMBER.minus(Duration.ofDays(1)), mbi);
      world.roster(RosterKind.RUNOUT, DECEMBER.minus(Duration.ofDays(2)), mbi);

      server.clock().set(LAST_SECONDS);
      JsonNode both = status(world.client());
      assertThat(both.findValuesAsText("state")).containsExactly("current", "current");
      assertThat(both.at("/0/validUntil").asText()).isEqualTo("2025-12-31T23:59:59.999Z");

      server.clock().set(NEW_YEAR);
      AcoClient client = world.client();
      JsonNode gap = status(client);
      assertThat(gap.findValuesAsText("state")).containsExactly("awaiting", "awaiting");
      assertThat(gap.at("/0/reason").asText())
          .contains("No attribution for performance year 2026")
          .contains("missing since 2026-01-01T00:00:00Z")
          .doesNotContain("Group/runout");
      assertThat(gap.at("/1/reason").asText())
          .contains("No runout attribution for performance year 2025")
          .contains("missing since 2026-01-01T00:00:00Z");
      assertRefused(client, "Group/all/$export", gap.at("/0/reason"));
      assertRefused(client, "Patient/$export", gap.at("/0/reason"));
      assertRefused(client, "Group/runout/$export", gap.at("/1/reason"));

      world.roster(RosterKind.RUNOUT, NEW_YEAR.minus(Duration.ofHours(1)), mbi);
      JsonNode runout = status(client);
      assertThat(runout.findValuesAsText("state")).containsExactly("awaiting", "current");
      assertThat(runout.at("/0/reason").asText())
          .contains("Until then Group/runout has last year's people")
          .contains("until 2026-06-29");
      assertRefused(client, "Group/all/$export", runout.at("/0/reason"));
      assertThat(client.export("Group/runout/$export?_type=Patient").output().get("Patient"))
          .hasSize(1);
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheLeapDay_whenAsked_thenEveryFactOfEachKind(TestServer server) {
    TestWorld world = new TestWorld(server);
    try {
      server.clock().set(LEAP_DAY);
      world.roster(
          RosterKind.CURRENT,
          LEAP_DAY.minus(Duration.ofHours(6)),
          TestWorld.mbi(),
          TestWorld.mbi());
      HttpResponse<String> answer = world.client().get("/api/v2/attribution_status");
      JsonNode json = AcoClient.json(answer.body());
      assertThat(json.get("ingestion_dates").toString())
          .isEqualTo(
              "[{\"timestamp\":\"2024-02-29T06:00:00Z\",\"type\":\"last_attribution_update\"}]");
      JsonNode current = json.at("/attribution/0");
      assertThat(current.get("kind").asText()).isEqualTo("current");
      assertThat(current.get("state").asText()).isEqualTo("current");
      assertThat(current.get("performanceYear").asInt()).isEqualTo(2024);
      assertThat(current.get("fileTime").asText()).isEqualTo("2024-02-29T06:00:00.000Z");
      assertThat(current.get("loadedAt").asText()).startsWith("2024-02-29T12:0");
      assertThat(current.get("members").asInt()).isEqualTo(2);
      assertThat(current.get("validUntil").asText()).isEqualTo("2024-04-19T06:00:00.000Z");
      assertThat(current.get("reason").asText()).contains("can be used until 2024-04-19");
      assertThat(json.at("/attribution/1").fieldNames())
          .toIterable()
          .containsExactly("kind", "state", "reason");
      assertThat(json.at("/attribution/1/state").asText()).isEqualTo("never");
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilesThatGrewOld_whenAsked_thenStaleAndExpiredSinceWhen(TestServer server) {
    TestWorld world = new TestWorld(server);
    try {
      server.clock().set(FEBRUARY);
      world.roster(RosterKind.CURRENT, FEBRUARY, TestWorld.mbi());
      world.roster(RosterKind.RUNOUT, FEBRUARY, TestWorld.mbi());
      server.clock().set(FEBRUARY.plus(Duration.ofDays(60)));
      JsonNode stale = status(world.client());
      assertThat(stale.findValuesAsText("state")).containsExactly("stale", "current");
      assertThat(stale.at("/0/reason").asText())
          .contains("missing since 2026-04-11T12:00:00Z", "Until then Group/runout");
      server.clock().set(FEBRUARY.plus(Duration.ofDays(200)));
      JsonNode expired = status(world.client());
      assertThat(expired.findValuesAsText("state")).containsExactly("stale", "expired");
      assertThat(expired.at("/0/reason").asText()).doesNotContain("Group/runout");
      assertThat(expired.at("/1/reason").asText()).contains("since 2026-08-19T12:00:00Z");
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAModelWithoutRunout_whenAsked_thenNothingOfRunout(TestServer server) {
    TestWorld world = new TestWorld(server, "CKCC");
    world.roster(RosterKind.CURRENT, server.clock().instant().minusSeconds(9), TestWorld.mbi());
    assertThat(status(world.client()).findValuesAsText("kind")).containsExactly("current");
  }

  private static void assertRefused(AcoClient client, String path, JsonNode reason) {
    HttpResponse<String> answer = client.kickOff(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(AcoClient.json(answer.body()).at("/issue/0/details/text")).isEqualTo(reason);
  }

  private static JsonNode status(AcoClient client) {
    HttpResponse<String> answer = client.get("/api/v2/attribution_status");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AcoClient.json(answer.body()).get("attribution");
  }
}
