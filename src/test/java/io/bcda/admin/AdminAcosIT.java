package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ACOs by the operators' API. */
class AdminAcosIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnAco_whenMadeLimitedDeniedAndRestored_thenTheServerActsOnEach(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    String id = new TestWorld(server, "GUIDE").aco();
    assertProblem(operator.json("POST", "/acos", aco(id, "GUIDE")), 409);
    String fresh = unused(operator);
    Answer created =
        operator.json(
            "POST", "/acos", "{\"id\":\"" + fresh + "\",\"model\":\"SSP\",\"name\":\"An ACO\"}");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/admin/v1/acos/" + fresh);
    assertThat(operator.get(created.header("Location")).json().get("name").asText())
        .isEqualTo("An ACO");
    assertProblem(operator.json("POST", "/acos", aco("B0001", "SSP")), 400);
    assertProblem(operator.json("POST", "/acos", aco(fresh, "NONE")), 400);

    AcoClient client = AcoClient.of(server, fresh);
    assertThat(client.get("/api/v2/jobs").statusCode()).isEqualTo(200);
    JsonNode denied = operator.post("/acos/" + fresh + "/deny").json();
    assertThat(denied.get("status").asText()).isEqualTo("denied");
    assertThat(client.get("/api/v2/jobs").statusCode()).isEqualTo(403);

    JsonNode restored = operator.post("/acos/" + fresh + "/restore").json();
    assertThat(restored.get("changed").asBoolean()).isTrue();
    assertThat(client.get("/api/v2/jobs").statusCode()).isEqualTo(200);
    Answer again = operator.post("/acos/" + fresh + "/restore");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("changed").asBoolean()).isFalse();
    assertThat(again.json().get("note").asText()).contains("nothing was done");

    Answer limited =
        operator.json(
            "PUT",
            "/acos/" + fresh + "/terms",
            "{\"endedOn\":\"2025-12-31\",\"claims\":\"latest\",\"accessUntil\":\"2026-01-31\"}");
    assertThat(limited.status()).as(limited.body()).isEqualTo(200);
    assertThat(limited.json().get("status").asText())
        .as("its last day is over")
        .isEqualTo("denied");
    assertThat(limited.json().get("terms").toString())
        .isEqualTo(
            "{\"endedOn\":\"2025-12-31\",\"attribution\":\"ended\",\"claims\":\"latest\","
                + "\"accessUntil\":\"2026-01-31\"}");
    for (String bad :
        List.of(
            "{\"endedOn\":\"2025-12-31\",\"accessUntil\":\"2025-01-01\"}",
            "{\"endedOn\":\"31.12.2025\"}",
            "{}",
            "{\"endedOn\":\"2025-12-31\",\"claims\":\"all\"}")) {
      assertProblem(operator.json("PUT", "/acos/" + fresh + "/terms", bad), 400);
    }
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE aco = ? AND client_id = ? AND kind LIKE 'ACO%'"
                        + " ORDER BY id",
                    String.class, fresh, operator.clientId()))
        .satisfiesExactly(
            o -> assertThat(o).isEqualTo("created"),
            o -> assertThat(o).isEqualTo("denied"),
            o -> assertThat(o).isEqualTo("restored"),
            o -> assertThat(o).startsWith("limited: participation ended on 2025-12-31"));
    for (String path : List.of("/deny", "/restore", "/rosters/current/rollback")) {
      assertProblem(operator.post("/acos/A0000" + path), 404);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAcos_whenPagedThrough_thenEachOnceInOrder(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    new TestWorld(server);
    new TestWorld(server);
    new TestWorld(server);
    List<String> paged = new ArrayList<>();
    String query = "?limit=2";
    while (query != null) {
      JsonNode page = operator.get("/acos" + query).json();
      assertThat(page.get("items").size()).isBetween(1, 2);
      paged.addAll(page.get("items").findValuesAsText("id"));
      query = page.has("next") ? "?limit=2&after=" + page.get("next").asText() : null;
    }
    assertThat(paged).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    assertThat(operator.get("/acos?limit=1000").json().get("items").findValuesAsText("id"))
        .isEqualTo(paged);
    assertThat(operator.get("/models").json().findValuesAsText("name")).contains("SSP", "GUIDE");
  }

  private static String aco(String id, String model) {
    return "{\"id\":\"" + id + "\",\"model\":\"" + model + "\"}";
  }

  /** An id of the form of SSP's that no ACO has. */
  static String unused(OperatorHttp operator) {
    return java.util.stream.Stream.generate(
            () -> "A%04d".formatted(java.util.concurrent.ThreadLocalRandom.current().nextInt(9000)))
        .filter(id -> operator.get("/acos/" + id).status() == 404)
        .findFirst()
        .orElseThrow();
  }
}
