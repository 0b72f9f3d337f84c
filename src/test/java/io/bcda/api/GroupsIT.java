package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The groups of an ACO's people as FHIR Groups, and how far their doors are open. */
class GroupsIT {
  private static final String BASE = "http://localhost:8080/api/v2/Group";
  private static final LocalDate EARLY = LocalDate.parse("2020-03-01");

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenRosters_whenListed_thenEachGroupWithThePeopleThatAnExportHas(TestServer server) {
    TestWorld world = new TestWorld(server);
    String[] mbis = {person(world), person(world), person(world)};
    String twice = TestWorld.mbi();
    String again = TestWorld.mbi();
    world.patient("twice-" + UUID.randomUUID(), twice, again);
    Instant now = server.clock().instant();
    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(3)), mbis[0]);
    world.roster(
        RosterKind.CURRENT,
        now.minus(Duration.ofDays(2)),
        mbis[0],
        mbis[1],
        mbis[2],
        twice,
        again,
        TestWorld.mbi());
    world.roster(RosterKind.RUNOUT, now.minus(Duration.ofDays(1)), mbis[0], mbis[1]);
    AcoClient client = world.client();

    JsonNode bundle = bundle(client);
    assertThat(bundle.get("type").asText()).isEqualTo("searchset");
    assertThat(bundle.get("total").asInt()).isEqualTo(3);
    assertThat(bundle.at("/link").toString())
        .isEqualTo("[{\"relation\":\"self\",\"url\":\"" + BASE + "\"}]");
    assertThat(bundle.findValuesAsText("fullUrl"))
        .containsExactly(BASE + "/all", BASE + "/new", BASE + "/runout");
    assertThat(bundle.findValuesAsText("quantity")).containsExactly("4", "3", "2");
    assertThat(bundle.findValuesAsText("active")).containsOnly("true");
    assertThat(bundle.toString()).doesNotContain(mbis).doesNotContain(twice, "member", "Patient");

    world.preference(mbis[1], EARLY, false);
    assertThat(bundle(client).findValuesAsText("quantity")).containsExactly("3", "2", "1");
    for (String id : List.of("all", "new", "runout")) {
      JsonNode people =
          client.export("Group/" + id + "/$export?_type=Patient").manifest().at("/output/0/count");
      assertThat(group(client, id).get("quantity")).as(id).isEqualTo(people);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAGroup_whenRead_thenAFhirGroupWithoutMembers(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.roster(RosterKind.CURRENT, server.clock().instant().minusSeconds(60), person(world));
    HttpResponse<String> answer = world.client().get("/api/v2/Group/all");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/fhir+json"));
    FhirContext.forR4Cached()
        .newJsonParser()
        .setParserErrorHandler(new StrictErrorHandler())
        .parseResource(org.hl7.fhir.r4.model.Group.class, answer.body());
    JsonNode group = AcoClient.json(answer.body());
    assertThat(group.fieldNames())
        .toIterable()
        .containsExactly(
            "resourceType", "id", "meta", "active", "type", "actual", "name", "quantity");
    assertThat(group.get("meta").fieldNames()).toIterable().containsExactly("lastUpdated");
    assertThat(Instant.parse(group.at("/meta/lastUpdated").asText()))
        .isBetween(server.clock().instant().minusSeconds(120), server.clock().instant());
    assertThat(group.get("type").asText()).isEqualTo("person");
    assertThat(group.get("actual").asBoolean()).isTrue();
    assertThat(group.get("quantity").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNoRosterThatIsValid_whenRead_thenInactiveAndEmpty(TestServer server) {
    TestWorld world = new TestWorld(server);
    JsonNode never = bundle(world.client());
    assertThat(never.findValuesAsText("active")).containsExactly("false", "false", "false");
    assertThat(never.findValuesAsText("quantity")).containsOnly("0");
    assertThat(never.at("/entry/0/resource").has("meta")).isFalse();
    try {
      server.clock().set(Instant.parse("2025-12-31T23:59:50Z"));
      world.roster(RosterKind.CURRENT, Instant.parse("2025-12-20T00:00:00Z"), person(world));
      assertThat(group(world.client(), "all").get("active").asBoolean()).isTrue();
      server.clock().set(Instant.parse("2026-01-01T00:00:01Z"));
      JsonNode gap = group(world.client(), "all");
      assertThat(gap.get("active").asBoolean()).isFalse();
      assertThat(gap.get("quantity").asInt()).isZero();
      assertThat(gap.at("/meta/lastUpdated").asText()).startsWith("2025-12-31T23:59:5");
    } finally {
      server.clock().reset();
    }
  }

  @Test
  void givenAModelWithoutRunout_whenAsked_then404AsForItsExport() {
    TestWorld world = new TestWorld(TestServer.H2, "CKCC");
    AcoClient client = world.client();
    assertThat(bundle(client).findValuesAsText("fullUrl"))
        .containsExactly(BASE + "/all", BASE + "/new");
    for (String id : List.of("runout", "every", "ALL", "1")) {
      HttpResponse<String> read = client.get("/api/v2/Group/" + id);
      assertThat(read.statusCode()).as(read.body()).isEqualTo(404);
      assertThat(read.body())
          .contains("OperationOutcome")
          .isEqualTo(client.kickOff("Group/" + id + "/$export").body());
    }
  }

  @Test
  void givenAnotherAco_whenItReads_thenItsOwnGroupsOnly() {
    TestWorld ours = new TestWorld(TestServer.H2);
    TestWorld theirs = new TestWorld(TestServer.H2);
    String shared = person(ours);
    Instant file = TestServer.H2.clock().instant().minusSeconds(60);
    ours.roster(RosterKind.CURRENT, file, shared, person(ours), person(ours));
    theirs.roster(RosterKind.CURRENT, file, shared);
    assertThat(group(ours.client(), "all").get("quantity").asInt()).isEqualTo(3);
    assertThat(group(theirs.client(), "all").get("quantity").asInt()).isEqualTo(1);
    assertThat(group(theirs.client(), "runout").get("active").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/all"})
  void givenTheDoor_whenTried_thenOpenForItsAcoAsItIsAndForNobodyElse(String path) {
    AcoClient client = new TestWorld(TestServer.H2).client();
    String target = "/api/v2/Group" + path;
    String later = "Wed, 01 Jan 2098 00:00:00 GMT";
    HttpResponse<String> afresh =
        client.get(target + "?_format=xml", "If-Modified-Since", later, "If-None-Match", "*");
    assertThat(afresh.statusCode()).isEqualTo(200);
    assertThat(afresh.headers().allValues("Cache-Control")).containsExactly("no-store");
    for (String query :
        List.of("_id=all", "_elements=member", "_summary=false", "_count=1", "identifier=x")) {
      HttpResponse<String> refused = client.get(target + "?" + query);
      assertThat(refused.statusCode()).as(query).isEqualTo(400);
      assertThat(refused.body()).contains("OperationOutcome", "Allowed here: _format");
    }
    assertThat(Raw.send(TestServer.H2, "GET", target, "X: y").status()).isEqualTo(401);
    assertThat(FhirWriter.of(TestServer.H2).get("Group" + path).statusCode()).isEqualTo(403);
  }

  private static JsonNode bundle(AcoClient client) {
    HttpResponse<String> answer = client.get("/api/v2/Group");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    FhirContext.forR4Cached()
        .newJsonParser()
        .setParserErrorHandler(new StrictErrorHandler())
        .parseResource(Bundle.class, answer.body());
    return AcoClient.json(answer.body());
  }

  private static JsonNode group(AcoClient client, String id) {
    HttpResponse<String> answer = client.get("/api/v2/Group/" + id);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AcoClient.json(answer.body());
  }

  private static String person(TestWorld world) {
    String mbi = TestWorld.mbi();
    world.patient("group-" + UUID.randomUUID(), mbi);
    return mbi;
  }
}
