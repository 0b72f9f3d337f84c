package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients by the operators' API. */
class AdminClientsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClient_whenMadeGivenASecretAndEnded_thenTheServerActsOnEach(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    String aco = new TestWorld(server).aco();
    Answer made =
        operator.json(
            "POST",
            "/clients",
            "{\"kind\":\"aco\",\"aco\":\"" + aco + "\",\"name\":\"Warehouse\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).contains("no-store");
    String id = made.json().get("clientId").asText();
    String secret = made.json().get("secret").asText();
    assertThat(made.header("Location")).isEqualTo("/admin/v1/clients/" + id);
    AcoClient client = AcoClient.at(server.url(), id, secret);
    assertThat(client.get("/api/v2/jobs").statusCode()).isEqualTo(200);

    Answer second = operator.post("/clients/" + id + "/secrets");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Cache-Control")).contains("no-store");
    AcoClient.at(server.url(), id, second.json().get("secret").asText());
    AcoClient.at(server.url(), id, secret);

    Answer list = operator.get("/clients?aco=" + aco);
    JsonNode one = list.json().at("/items/0");
    assertThat(list.json().get("items")).hasSize(1);
    assertThat(one.get("id").asText()).isEqualTo(id);
    assertThat(one.get("status").asText()).isEqualTo("active");
    assertThat(one.get("name").asText()).isEqualTo("Warehouse");
    assertThat(one.has("lastTokenAt")).isTrue();
    assertThat(list.body() + operator.get("/clients/" + id).body())
        .doesNotContain(secret)
        .doesNotContain("\"secret\"");

    assertThat(operator.post("/clients/" + id + "/deactivate").json().get("status").asText())
        .isEqualTo("deactivated");
    assertThat(client.get("/api/v2/jobs").statusCode()).isEqualTo(401);
    assertProblem(operator.post("/clients/" + id + "/deactivate"), 409);
    assertProblem(operator.post("/clients/" + id + "/secrets"), 409);
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE subject = ? AND client_id = ? AND aco = ?"
                        + " ORDER BY id",
                    String.class,
                    id,
                    operator.clientId(),
                    aco))
        .containsExactly("created, ACO", "secret added", "deactivated");
    assertThat(server.db().queryForList("SELECT * FROM audit_event").toString())
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnOperatorsClient_whenMadeByAnother_thenItOpensTheApiAndNotEndsItself(
      TestServer server) {
    OperatorHttp first = OperatorHttp.on(server);
    Answer made = first.json("POST", "/clients", "{\"kind\":\"operator\",\"name\":\"second\"}");
    String id = made.json().get("clientId").asText();
    String token = AcoClient.at(server.url(), id, made.json().get("secret").asText()).token();
    OperatorHttp second = first.with(token);
    assertThat(second.get("/clients/" + id).json().get("scopes").toString())
        .isEqualTo("[\"bcda/admin\"]");
    assertProblem(second.post("/clients/" + id + "/deactivate"), 409);
    assertThat(second.post("/clients/" + first.clientId() + "/deactivate").status()).isEqualTo(200);
    assertProblem(first.get("/models"), 401);
    assertThat(second.get("/models").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNonsense_whenSent_thenRefusedAndNothingMade(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    Integer before = count(server);
    for (String bad :
        List.of(
            "{\"kind\":\"aco\",\"name\":\"x\"}",
            "{\"kind\":\"system\",\"aco\":\"A0001\",\"name\":\"x\"}",
            "{\"kind\":\"root\",\"name\":\"x\"}",
            "{\"kind\":\"system\",\"name\":\"\"}",
            "{\"kind\":\"system\",\"name\":\"a\\u0000b\"}",
            "{\"kind\":\"system\",\"name\":\"" + "x".repeat(201) + "\"}",
            "{\"kind\":\"system\"}")) {
      assertProblem(operator.json("POST", "/clients", bad), 400);
    }
    String nobody = "{\"kind\":\"aco\",\"aco\":\"A0000\",\"name\":\"x\"}";
    assertProblem(operator.json("POST", "/clients", nobody), 404);
    assertThat(count(server)).isEqualTo(before);
    for (String path : List.of("/secrets", "/deactivate")) {
      assertProblem(operator.post("/clients/nobody" + path), 404);
    }
    assertProblem(operator.get("/clients/nobody"), 404);
  }

  private static Integer count(TestServer server) {
    return server
        .db()
        .queryForObject("SELECT count(*) FROM auth_client WHERE name IN ('x', '')", Integer.class);
  }
}
