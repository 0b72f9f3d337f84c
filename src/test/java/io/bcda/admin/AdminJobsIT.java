package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of all ACOs by the operators' API. */
class AdminJobsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenJobsOfTwoAcos_whenListed_thenAllFilteredAndInPages(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    TestWorld one = world(server);
    TestWorld other = world(server);
    String first = id(one.client().export("Group/all/$export?_type=Patient").statusUrl());
    String second = id(one.client().export("Patient/$export?_type=Patient").statusUrl());
    String foreign = id(other.client().export("Group/all/$export?_type=Patient").statusUrl());

    JsonNode jobs = operator.get("/jobs?aco=" + one.aco()).json();
    assertThat(jobs.get("items").findValuesAsText("id")).containsExactly(second, first);
    assertThat(jobs.has("next")).isFalse();
    assertThat(operator.get("/jobs?limit=1000").json().get("items").findValuesAsText("id"))
        .contains(first, second, foreign);
    JsonNode page = operator.get("/jobs?limit=1&state=completed&aco=" + one.aco()).json();
    assertThat(page.get("items").findValuesAsText("id")).containsExactly(second);
    JsonNode rest =
        operator
            .get(
                "/jobs?limit=1&state=completed&aco="
                    + one.aco()
                    + "&after="
                    + page.get("next").asText())
            .json();
    assertThat(rest.get("items").findValuesAsText("id")).containsExactly(first);
    assertThat(rest.has("next")).isFalse();
    for (String state : List.of("pending", "in_progress", "failed", "expired")) {
      assertThat(operator.get("/jobs?state=" + state + "&aco=" + one.aco()).json().get("items"))
          .as(state)
          .isEmpty();
    }
    JsonNode job = operator.get("/jobs/" + first).json();
    assertThat(job.get("aco").asText()).isEqualTo(one.aco());
    assertThat(job.get("state").asText()).isEqualTo("completed");
    assertThat(job.get("files").asInt()).isEqualTo(1);
    assertThat(job.get("types").toString()).isEqualTo("[\"Patient\"]");
    for (String bad : List.of("?state=deleted", "?state=Completed", "?after=x", "?sort=id")) {
      assertProblem(operator.get("/jobs" + bad), 400);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenARunningJob_whenAnOperatorCancels_thenItStopsAndTheTrailNamesTheOperator(
      TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    TestWorld world = world(server);
    AcoClient aco = world.client();
    server.files().hold();
    try {
      String url =
          aco.kickOff("Group/all/$export").headers().firstValue("Content-Location").orElseThrow();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  operator
                      .get("/jobs/" + id(url))
                      .json()
                      .get("state")
                      .asText()
                      .equals("in_progress"));
      assertThat(
              operator
                  .get("/jobs?state=in_progress&aco=" + world.aco())
                  .json()
                  .get("items")
                  .findValuesAsText("id"))
          .containsExactly(id(url));
      assertThat(delete(operator, id(url))).isEqualTo(204);
      assertThat(aco.get(url).statusCode()).isEqualTo(404);
      assertThat(delete(operator, id(url))).isEqualTo(404);
      assertProblem(operator.get("/jobs/" + id(url)), 404);
      assertThat(
              server
                  .db()
                  .queryForList(
                      "SELECT client_id FROM audit_event WHERE kind = 'EXPORT_DELETED' AND subject = ?",
                      String.class,
                      id(url)))
          .containsExactly(operator.clientId());
    } finally {
      server.files().open();
    }
  }

  private static int delete(OperatorHttp operator, String id) {
    return operator.send("DELETE", "/jobs/" + id, BodyPublishers.noBody()).status();
  }

  /** An ACO with one person. */
  static TestWorld world(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    world.patient("admin-" + mbi.toLowerCase(java.util.Locale.ROOT), mbi);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world;
  }

  static String id(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
