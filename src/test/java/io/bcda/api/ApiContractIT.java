package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * BCDA's published API, fact by fact: each path, method, parameter, header and status of its
 * description, which is for version 2. The table is ours; the description is not needed to run it.
 */
class ApiContractIT {
  private static final String[] KICK_OFF = {
    "Accept", "application/fhir+json", "Prefer", "respond-async"
  };
  private static TinyWorld world;

  @BeforeAll
  static void load() {
    world = TinyWorld.in(TestServer.H2);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET,/api/v2/metadata,200",
    "GET,/api/v2/Patient/$export,401",
    "GET,/api/v2/Group/all/$export,401",
    "GET,/api/v2/Group/runout/$export,401",
    "GET,/api/v2/Group/new/$export,401",
    "GET,/api/v2/jobs/1,401",
    "DELETE,/api/v2/jobs/1,401",
    "GET,/api/v2/jobs,401",
    "GET,/api/v2/attribution_status,401",
    "GET,/api/v2/Group,401",
    "GET,/api/v2/Group/all,401",
  })
  void givenNoToken_whenAsked_thenOnlyMetadataIsOpen(String method, String path, int status)
      throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(TestServer.H2.url() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(type(answer)).isEqualTo("application/fhir+json");
    if (status == 401) {
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
    }
  }

  @ParameterizedTest(name = "{0}{1}")
  @CsvSource({
    "Patient/$export,''",
    "Patient/$export,?_type=Patient",
    "Patient/$export,'?_type=Patient,Coverage'",
    "Patient/$export,'?_type=Patient,Coverage,ExplanationOfBenefit'",
    "Patient/$export,?_since=2026-01-01T00:00:00Z",
    "Patient/$export,?_outputFormat=application/fhir%2Bndjson",
    "Group/all/$export,''",
    "Group/all/$export,?_type=ExplanationOfBenefit",
    "Group/all/$export,?_since=2026-01-01T00:00:00.000-05:00",
    "Group/runout/$export,''",
    "Group/runout/$export,?_type=Coverage",
    "Group/runout/$export,?_since=2026-01-01T00:00:00Z",
    "Group/new/$export,''",
    "Group/new/$export,?_type=Patient",
    "Group/new/$export,?_since=2026-01-01T00:00:00Z",
  })
  void givenAKickOff_whenAccepted_then202AndAnAbsoluteContentLocation(String path, String query) {
    HttpResponse<String> answer = world.client().get("/api/v2/" + path + query, KICK_OFF);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String location = answer.headers().firstValue("Content-Location").orElseThrow();
    assertThat(location).startsWith("http://localhost:8080/api/v2/jobs/");
    JsonNode manifest = world.client().await(location).manifest();
    assertThat(manifest.get("request").asText())
        .isEqualTo("http://localhost:8080/api/v2/" + path + query);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJob_whenPolled_then202ThenTheManifest(TestServer server) {
    TinyWorld tiny = server == TestServer.H2 ? world : TinyWorld.in(server);
    HttpResponse<String> accepted = tiny.client().kickOff("Group/all/$export");
    String location = accepted.headers().firstValue("Content-Location").orElseThrow();
    HttpResponse<String> first = tiny.client().get(location);
    if (first.statusCode() == 202) {
      assertThat(first.body()).isEmpty();
      assertThat(first.headers().firstValue("X-Progress"))
          .hasValueSatisfying(p -> assertThat(p).matches("Pending|In Progress \\(\\d+%\\)"));
      assertThat(first.headers().firstValue("Retry-After"))
          .hasValueSatisfying(r -> assertThat(r).matches("\\d+"));
    }
    tiny.client().await(location);
    HttpResponse<String> done = tiny.client().get(location, "Accept", "application/json");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(type(done)).isEqualTo("application/json");
    assertThat(done.headers().firstValue("Expires"))
        .hasValueSatisfying(
            e -> assertThat(e).matches("\\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]{8} GMT"));
    JsonNode manifest = AcoClient.json(done.body());
    assertThat(manifest.get("transactionTime").asText()).matches("[\\d-]+T[\\d:.]+Z");
    assertThat(manifest.get("request").isTextual()).isTrue();
    assertThat(manifest.get("requiresAccessToken").isBoolean()).isTrue();
    assertThat(manifest.get("error").isArray()).isTrue();
    assertThat(manifest.get("output")).hasSizeGreaterThanOrEqualTo(3);
    for (JsonNode item : manifest.get("output")) {
      assertThat(item.get("type").asText()).isIn("Patient", "Coverage", "ExplanationOfBenefit");
      assertThat(item.get("url").asText()).startsWith("http://localhost:8080/data/");
    }
  }

  @Test
  void givenAJob_whenDeleted_then202AndGone() {
    HttpResponse<String> accepted = world.client().kickOff("Group/all/$export?_type=Patient");
    String location = accepted.headers().firstValue("Content-Location").orElseThrow();
    HttpResponse<String> deleted = world.client().send("DELETE", location);
    assertThat(deleted.statusCode()).isEqualTo(202);
    assertThat(deleted.body()).isEmpty();
    for (String method : List.of("GET", "DELETE")) {
      HttpResponse<String> after = world.client().send(method, location);
      assertThat(after.statusCode()).isEqualTo(404);
      assertThat(AcoClient.json(after.body()).at("/issue/0/code").asText()).isEqualTo("not-found");
    }
  }

  @Test
  void givenJobs_whenListed_thenAnArrayOfObjects() {
    world.client().export("Group/all/$export?_type=Patient");
    HttpResponse<String> list = world.client().get("/api/v2/jobs");
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(type(list)).isEqualTo("application/json");
    JsonNode array = AcoClient.json(list.body());
    assertThat(array.isArray()).isTrue();
    assertThat(array).isNotEmpty().allSatisfy(job -> assertThat(job.isObject()).isTrue());
  }

  @Test
  void givenAttribution_whenAsked_thenTheDatesOfBothDeliveries() {
    HttpResponse<String> status = world.client().get("/api/v2/attribution_status");
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(type(status)).isEqualTo("application/json");
    JsonNode dates = AcoClient.json(status.body()).get("ingestion_dates");
    assertThat(dates).hasSize(2);
    assertThat(dates.get(0).get("type").asText()).isEqualTo("last_attribution_update");
    assertThat(dates.get(1).get("type").asText()).isEqualTo("last_runout_update");
    assertThat(dates)
        .allSatisfy(d -> assertThat(d.get("timestamp").asText()).matches("[\\d-]+T[\\d:]+Z"));
  }

  @Test
  void givenMetadata_whenRead_thenATrueCapabilityStatement() {
    HttpResponse<String> answer =
        world.client().get("/api/v2/metadata?_format=xml", "Accept", "application/fhir+xml");
    assertThat(type(answer)).isEqualTo("application/fhir+json");
    JsonNode statement = AcoClient.json(answer.body());
    assertThat(statement.get("resourceType").asText()).isEqualTo("CapabilityStatement");
    assertThat(statement.get("fhirVersion").asText()).isEqualTo("4.0.1");
    assertThat(statement.at("/instantiates/0").asText())
        .isEqualTo("http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data");
    assertThat(statement.at("/implementation/url").asText())
        .isEqualTo("http://localhost:8080/api/v2");
    JsonNode rest = statement.at("/rest/0");
    assertThat(rest.at("/security/extension/0/extension/0/valueUri").asText())
        .isEqualTo("http://localhost:8080/auth/token");
    String base = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";
    assertThat(rest.at("/operation").findValuesAsText("definition"))
        .containsExactly(base + "export");
    assertThat(rest.get("resource").findValuesAsText("definition"))
        .containsExactly(base + "patient-export", base + "group-export");
    JsonNode group = rest.at("/resource/1");
    assertThat(group.get("type").asText()).isEqualTo("Group");
    assertThat(group.get("interaction").findValuesAsText("code"))
        .containsExactly("read", "search-type");
    assertThat(group.has("searchParam")).isFalse();
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
  }
}
