package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kick-offs that are accepted: each parameter, at each level, by GET and by POST. */
class KickOffIT {
  private static final String LENIENT = "respond-async, handling=lenient";

  /** A query, and the same as parts of Parameters. */
  private record Same(String query, String parts) {}

  private static List<Same> all() {
    List<Same> all = new ArrayList<>();
    all.add(new Same("", ""));
    all.add(
        new Same(
            "_outputFormat=application/fhir%2Bndjson",
            "{'name':'_outputFormat','valueString':'application/fhir+ndjson'}"));
    all.add(new Same("_format=json", "{'name':'_format','valueString':'json'}"));
    all.add(
        new Same("_type=Patient,Coverage", "{'name':'_type','valueString':'Patient,Coverage'}"));
    all.add(
        new Same(
            "_type=Patient&_type=Coverage",
            "{'name':'_type','valueCode':'Patient'},{'name':'_type','valueCode':'Coverage'}"));
    all.add(
        new Same(
            "_since=2026-01-01T00:00:00Z&_until=2099-01-01T00:00:00%2B01:00",
            "{'name':'_since','valueInstant':'2026-01-01T00:00:00Z'},"
                + "{'name':'_until','valueDateTime':'2099-01-01T00:00:00+01:00'}"));
    all.add(
        new Same(
            "_elements=id,Patient.birthDate&_elements=Coverage.payor",
            "{'name':'_elements','valueString':'id,Patient.birthDate'},"
                + "{'name':'_elements','valueString':'Coverage.payor'}"));
    all.add(
        new Same(
            "organizeOutputBy=Patient", "{'name':'organizeOutputBy','valueString':'Patient'}"));
    all.add(
        new Same(
            "allowPartialManifests=false",
            "{'name':'allowPartialManifests','valueBoolean':false}"));
    if (ResourceFilter.parameters(ResourceKind.PATIENT).contains("_id")) {
      all.add(
          new Same(
              "_typeFilter=Patient%3F_id%3D1&_typeFilter=Coverage%3F_id%3D1",
              "{'name':'_typeFilter','valueString':'Patient?_id=1,Coverage?_id=1'}"));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnAcceptableParameter_whenKickedOff_then202ByGetAndPostAlike(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    for (String level : KickOffDesk.LEVELS) {
      for (Same same : all()) {
        assertAccepted(world, KickOffDesk.get(world, level, same.query()), same.query());
        assertAccepted(world, KickOffDesk.post(world, level, same.parts()), same.parts());
      }
    }
  }

  private static void assertAccepted(TinyWorld world, Raw answer, String what) {
    assertThat(answer.status()).as(what + answer.text()).isEqualTo(202);
    assertThat(answer.header("Content-Location")).startsWith("http://localhost:8080/api/v2/jobs/");
    assertThat(answer.text()).isEmpty();
    KickOffDesk.end(world, answer);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPostedKickOff_whenItsJobIsLookedAt_thenItsUrlAndItsMethod(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    Raw accepted =
        KickOffDesk.post(world, "Group/all/$export", "{'name':'_type','valueCode':'Patient'}");
    AcoClient.Export export = world.client().await(accepted.header("Content-Location"));
    String url = "http://localhost:8080/api/v2/Group/all/$export";
    assertThat(export.manifest().get("request").asText()).isEqualTo(url);
    assertThat(export.output()).containsOnlyKeys("Patient");
    JsonNode tasks =
        AcoClient.json(
            world.client().get("/api/v2/jobs", "Accept", "application/fhir+json").body());
    assertThat(tasks.findValuesAsText("valueString")).contains("POST " + url);
    KickOffDesk.end(world, accepted);
  }

  /** Bulk Data Access STU 3, "Bulk Data Output File Organization". */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOrganizationByPatient_whenTheExportIsDone_thenManifestAndJobsSaySo(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    for (Raw accepted :
        List.of(
            KickOffDesk.get(world, "Patient/$export", "organizeOutputBy=Patient"),
            KickOffDesk.post(
                world, "Group/all/$export", "{'name':'organizeOutputBy','valueCode':'Patient'}"))) {
      AcoClient.Export export = world.client().await(accepted.header("Content-Location"));
      assertThat(export.manifest().get("outputOrganizedBy").asText()).isEqualTo("Patient");
      JsonNode item = export.manifest().at("/output/0");
      assertThat(item.has("type") || item.has("continuesInFile")).isFalse();
      assertThat(item.get("url").asText()).matches(".*/by-Patient-0000-[0-9a-f-]{13}\\.ndjson");
      List<String> lines = world.client().get(item.get("url").asText()).body().lines().toList();
      assertThat(lines).hasSize(item.get("count").asInt());
      assertThat(lines.get(0)).startsWith("{\"resourceType\":\"Parameters\"");
      int headers = TinyWorld.PEOPLE;
      assertThat(export.manifest().at("/extension/totals/resources").asInt())
          .isEqualTo(lines.size() - headers);
      JsonNode job = AcoClient.json(world.client().get("/api/v2/jobs").body()).get(0);
      assertThat(job.get("outputOrganizedBy").asText()).isEqualTo("Patient");
      assertThat(job.at("/files/0").has("type")).isFalse();
      KickOffDesk.end(world, accepted);
    }
  }

  /** Bulk Data Access, "Headers": an OperationOutcome in {@code error} for each. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenParametersThatArePassedOver_whenTheExportIsDone_thenEachIsNotedOnce(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    Raw accepted =
        KickOffDesk.get(
            world,
            "Group/all/$export",
            "_type=Patient&organizeOutputBy=Group&unheard=secret&unheard=secret",
            LENIENT);
    assertThat(accepted.status()).isEqualTo(202);
    List<String> told =
        AcoClient.json(accepted.text()).get("issue").findValuesAsText("diagnostics");
    assertThat(told).hasSize(2);
    List<JsonNode> noted =
        world
            .client()
            .await(accepted.header("Content-Location"))
            .lines("error")
            .get("OperationOutcome");
    assertThat(noted).hasSize(2).allSatisfy(n -> assertThat(n.get("issue")).hasSize(1));
    assertThat(noted.stream().map(n -> n.at("/issue/0/diagnostics").asText())).isEqualTo(told);
    assertThat(told.get(0)).startsWith("organizeOutputBy was ignored.");
    assertThat(told.get(1)).startsWith("unheard was ignored.").doesNotContain("secret");
    assertThat(noted)
        .allSatisfy(
            n -> {
              assertThat(n.at("/issue/0/severity").asText()).isEqualTo("warning");
              assertThat(n.at("/issue/0/code").asText()).isEqualTo("not-supported");
            });
    KickOffDesk.end(world, accepted);
  }

  /** Bulk Data Access STU 3, preference {@code separate-export-status}. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSeparateExportStatus_whenPolled_thenAlways200AndTheStateInAHeader(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    Raw accepted =
        KickOffDesk.post(world, "Group/all/$export", "", "respond-async", "separate-export-status");
    assertThat(accepted.header("Preference-Applied"))
        .isEqualTo("respond-async, separate-export-status");
    String location = accepted.header("Content-Location");
    List<HttpResponse<String>> polls = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              polls.add(world.client().get(location));
              return told(polls.get(polls.size() - 1)).equals("200 OK");
            });
    assertThat(polls)
        .allSatisfy(
            poll -> {
              assertThat(poll.statusCode()).isEqualTo(200);
              assertThat(told(poll)).isIn(Set.of("202 Accepted", "200 OK"));
            });
    assertThat(AcoClient.json(polls.get(polls.size() - 1).body()).get("output")).isNotEmpty();
    KickOffDesk.end(world, accepted);
    assertThat(world.client().get(location).statusCode()).isEqualTo(404);

    Raw plain = KickOffDesk.get(world, "Group/all/$export", "");
    assertThat(plain.header("Preference-Applied")).isNull();
    assertThat(told(world.client().get(plain.header("Content-Location")))).isEmpty();
    KickOffDesk.end(world, plain);
  }

  private static String told(HttpResponse<String> poll) {
    return poll.headers().firstValue("X-Export-Status").orElse("");
  }
}
