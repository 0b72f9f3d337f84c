package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of jobs, its two forms, filter and pages; and jobs without attribution. */
class JobsIT {
  private static final TestServer SERVER = TestServer.H2;
  private static AcoClient client;
  private static List<String> newestFirst;

  @BeforeAll
  static void exports() {
    client = TinyWorld.in(SERVER).client();
    newestFirst = new ArrayList<>();
    for (String type : List.of("Patient", "Coverage", "ExplanationOfBenefit")) {
      String url = client.export("Group/all/$export?_type=" + type).statusUrl();
      newestFirst.add(0, url.substring(url.lastIndexOf('/') + 1));
    }
  }

  @Test
  void givenJobs_whenListedAsJson_thenNewestFirstWithWhatPeopleNeed() {
    JsonNode list = AcoClient.json(client.get("/api/v2/jobs", "Accept", "*/*").body());
    assertThat(list.findValuesAsText("id")).isEqualTo(newestFirst);
    JsonNode newest = list.get(0);
    assertThat(newest.get("status").asText()).isEqualTo("Completed");
    assertThat(newest.get("percent").asInt()).isEqualTo(100);
    assertThat(newest.get("url").asText())
        .isEqualTo("http://localhost:8080/api/v2/jobs/" + newestFirst.get(0));
    assertThat(newest.get("types").toString()).isEqualTo("[\"ExplanationOfBenefit\"]");
    assertThat(newest.get("request").asText()).contains("/Group/all/$export?_type=");
    assertThat(newest.has("createdAt") && newest.has("expiresAt")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/fhir+json", "application/fhir+json, application/json;q=0.5"})
  void givenFhirFirst_whenListed_thenABundleOfTasks(String accept) {
    HttpResponse<String> answer = client.get("/api/v2/jobs", "Accept", accept);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/fhir+json"));
    JsonNode bundle = AcoClient.json(answer.body());
    assertThat(bundle.get("type").asText()).isEqualTo("searchset");
    assertThat(bundle.get("total").asInt()).isEqualTo(3);
    JsonNode task = bundle.at("/entry/0/resource");
    assertThat(task.get("id").asText()).isEqualTo(newestFirst.get(0));
    assertThat(task.get("status").asText()).isEqualTo("completed");
    assertThat(task.at("/businessStatus/text").asText()).isEqualTo("Completed");
    assertThat(task.at("/identifier/0/value").asText()).isEqualTo(newestFirst.get(0));
    assertThat(task.at("/input/0/valueString").asText()).startsWith("GET http://localhost:8080/");
    // HAPI's own strict parser reads it.
    ca.uhn.fhir.context.FhirContext.forR4Cached()
        .newJsonParser()
        .setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler())
        .parseResource(org.hl7.fhir.r4.model.Bundle.class, answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json, application/fhir+json", "text/html", "nonsense", ""})
  void givenAnotherAccept_whenListed_thenTheArrayAndNever406(String accept) {
    HttpResponse<String> answer = client.get("/api/v2/jobs", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(AcoClient.json(answer.body()).isArray()).isTrue();
  }

  @Test
  void givenStates_whenFiltered_thenOnlyThose() {
    assertThat(ids("_status=Completed")).isEqualTo(newestFirst);
    assertThat(ids("_status=Completed,In%20Progress&_status=Failed")).isEqualTo(newestFirst);
    assertThat(ids("_status=Failed,Expired,Pending")).isEmpty();
    assertThat(ids("_status=Cancelled")).isEmpty();
  }

  @Test
  void givenPages_whenFollowed_thenEveryJobOnce() {
    List<String> seen = new ArrayList<>();
    String next = "/api/v2/jobs?_status=Completed&_count=2";
    int pages = 0;
    while (next != null) {
      JsonNode bundle = AcoClient.json(client.get(next, "Accept", "application/fhir+json").body());
      bundle.path("entry").forEach(e -> seen.add(e.at("/resource/id").asText()));
      next = null;
      for (JsonNode link : bundle.get("link")) {
        next = link.get("relation").asText().equals("next") ? link.get("url").asText() : next;
      }
      pages++;
    }
    assertThat(seen).isEqualTo(newestFirst);
    assertThat(pages).isEqualTo(2);
    assertThat(client.get("/api/v2/jobs?_count=2").headers().firstValue("Link"))
        .contains("<http://localhost:8080/api/v2/jobs?_count=2&_offset=2>; rel=\"next\"");
    assertThat(ids("_offset=1000")).isEmpty();
  }

  private static List<String> ids(String query) {
    return AcoClient.json(client.get("/api/v2/jobs?" + query).body()).findValuesAsText("id");
  }

  @Test
  void givenAnAcoWithoutAttribution_whenItExports_then404WithTheReasonAndNoJob() {
    AcoClient bare = AcoClient.of(SERVER, "A6997");
    for (String path : List.of("Patient/$export", "Group/all/$export", "Group/runout/$export")) {
      HttpResponse<String> answer = bare.kickOff(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(AcoClient.json(answer.body()).at("/issue/0/details/text").asText()).isNotBlank();
    }
    assertThat(AcoClient.json(bare.get("/api/v2/jobs").body())).isEmpty();
    assertThat(bare.get("/api/v2/attribution_status").statusCode()).isEqualTo(404);
  }

  @Test
  void givenServiceEndpoints_whenAsked_thenAsBcda() {
    assertThat(client.get("/_health").body()).isEqualTo("{\"database\":\"ok\"}");
    assertThat(AcoClient.json(client.get("/_version").body()).get("version").asText()).isNotBlank();
    assertThat(client.get("/").body()).contains("<h1>BCDA server</h1>");
  }
}
