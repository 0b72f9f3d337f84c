package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By what, from where and whether clients sign in, by the operators' API. */
class AdminClientAccessIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSecrets_whenRotatedAndEnded_thenTheyAreListedAndTheServerActsOnEach(TestServer server)
      throws Exception {
    OperatorHttp operator = OperatorHttp.shared(server);
    Answer made = made(server);
    String client = "/clients/" + made.json().get("clientId").asText();
    String first = secret(made);
    Answer rotated = operator.post(client + "/secrets/rotate");
    assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
    assertThat(rotated.header("Cache-Control")).contains("no-store");
    assertThat(signsIn(server, client, first)).isEqualTo(200);
    assertThat(signsIn(server, client, secret(rotated))).isEqualTo(200);

    JsonNode two = operator.get(client + "/secrets").json();
    assertThat(two.findValuesAsText("state")).containsExactly("ends_soon", "live");
    assertThat(two.toString()).doesNotContain(first, secret(rotated));
    assertThat(operator.get(client).json().get("secretsEnd").toString())
        .isEqualTo("[" + two.at("/0/expiresAt") + "," + two.at("/1/expiresAt") + "]");
    String former = client + "/secrets/" + two.at("/0/id").asText();
    assertThat(delete(operator, former).status()).isEqualTo(204);
    assertThat(signsIn(server, client, first)).isEqualTo(401);
    assertProblem(delete(operator, former), 404);

    Answer now = operator.post(client + "/secrets/rotate?now=true");
    assertThat(signsIn(server, client, secret(rotated))).isEqualTo(401);
    assertThat(signsIn(server, client, secret(now))).isEqualTo(200);
    assertThat(operator.get(client + "/secrets").json().findValuesAsText("state"))
        .containsExactly("ended", "ended", "live");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTokensAndAddresses_whenRevokedAndBounded_thenTheClientIsOutAndThenBackIn(
      TestServer server) throws Exception {
    OperatorHttp operator = OperatorHttp.shared(server);
    Answer made = made(server);
    String id = made.json().get("clientId").asText();
    String client = "/clients/" + id;
    AcoClient before = AcoClient.at(server.url(), id, secret(made));
    assertThat(operator.post(client + "/revoke-tokens").status()).isEqualTo(200);
    assertThat(before.get("/api/v2/jobs").statusCode()).isEqualTo(401);
    AcoClient after = AcoClient.at(server.url(), id, secret(made));
    assertThat(after.get("/api/v2/jobs").statusCode()).isEqualTo(200);

    assertThat(operator.get(client + "/addresses").body()).isEqualTo("{\"any\":true,\"allow\":[]}");
    String elsewhere = "{\"allow\":[\"192.0.2.0/24\",\"2001:db8::/32\"]}";
    assertThat(operator.json("PUT", client + "/addresses", elsewhere).json().get("any").asText())
        .isEqualTo("false");
    assertThat(after.get("/api/v2/jobs").statusCode()).isEqualTo(401);
    assertThat(operator.get(client).json().get("addresses").toString())
        .isEqualTo("[\"192.0.2.0/24\",\"2001:db8:0:0:0:0:0:0/32\"]");
    for (String bad :
        List.of("{\"allow\":[]}", "{\"allow\":[null]}", "{\"allow\":[\"here\"]}", "{}")) {
      assertProblem(operator.json("PUT", client + "/addresses", bad), 400);
    }
    assertProblem(
        operator.json("PUT", "/clients/" + operator.clientId() + "/addresses", elsewhere), 409);
    assertThat(delete(operator, client + "/addresses").json().get("any").asBoolean()).isTrue();
    assertThat(after.get("/api/v2/jobs").statusCode()).isEqualTo(200);

    operator.json("PUT", client + "/contact", "{\"contact\":\" Jo, 555-0100 \"}");
    assertThat(operator.get(client).json().get("contact").asText()).isEqualTo("Jo, 555-0100");
    assertThat(
            operator.json("PUT", client + "/contact", "{\"contact\":\"\"}").json().has("contact"))
        .isFalse();
    assertProblem(operator.json("PUT", client + "/contact", "{\"contact\":\"a\\nb\"}"), 400);
    assertThat(told(server, id, operator))
        .containsExactly(
            "all tokens revoked",
            "addresses: 192.0.2.0/24,2001:db8:0:0:0:0:0:0/32",
            "addresses: any",
            "contact changed",
            "contact changed");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenKeys_whenGivenByValueAndByUrl_thenOneReplacesTheOther(TestServer server)
      throws Exception {
    OperatorHttp operator = OperatorHttp.shared(server);
    String id = made(server).json().get("clientId").asText();
    String keys = "/clients/" + id + "/keys";
    ECKey key = new ECKeyGenerator(Curve.P_384).keyID("key-1").generate();
    String jwks = new JWKSet(key).toString(true);
    Answer given = operator.json("PUT", keys, "{\"jwks\":" + jwks + "}");
    assertThat(given.status()).as(given.body()).isEqualTo(200);
    JsonNode kept = operator.get(keys).json().at("/keys/0");
    assertThat(kept.get("kid").asText()).isEqualTo("key-1");
    assertThat(kept.get("kty").asText()).isEqualTo("EC");
    assertThat(kept.get("bits").asInt()).isEqualTo(384);
    String aco = operator.get("/clients/" + id).json().get("aco").asText();
    for (String path : List.of("/clients/" + id, "/clients?aco=" + aco)) {
      assertThat(operator.get(path).json().findValue("keyIds").toString()).isEqualTo("[\"key-1\"]");
    }
    String url = "https://aco.example.org/jwks.json";
    assertThat(operator.json("PUT", keys, "{\"jwksUrl\":\"" + url + "\"}").body())
        .isEqualTo("{\"jwksUrl\":\"" + url + "\",\"keys\":[]}");
    String secretKey = new JWKSet(key).toString(false);
    for (String bad :
        List.of(
            "{\"jwks\":" + secretKey + "}",
            "{\"jwks\":{\"keys\":[]}}",
            "{\"jwks\":" + jwks + ",\"jwksUrl\":\"" + url + "\"}",
            "{\"jwksUrl\":\"https://127.0.0.1/jwks\"}",
            "{}")) {
      Answer refused = operator.json("PUT", keys, bad);
      assertProblem(refused, 400);
      assertThat(refused.body()).doesNotContain(key.getD().toString());
    }
    assertThat(operator.get(keys).json().get("jwksUrl").asText()).isEqualTo(url);
    assertThat(delete(operator, keys).body()).isEqualTo("{\"keys\":[]}");
    assertThat(told(server, id, operator))
        .containsExactly("keys by value: key-1", "keys by URL at aco.example.org", "no keys");
  }

  private static Answer made(TestServer server) {
    String aco = new TestWorld(server).aco();
    String body = "{\"kind\":\"aco\",\"aco\":\"" + aco + "\",\"name\":\"Warehouse\"}";
    return OperatorHttp.shared(server).json("POST", "/clients", body);
  }

  private static String secret(Answer issued) {
    return issued.json().get("secret").asText();
  }

  private static Answer delete(OperatorHttp operator, String path) {
    return operator.send("DELETE", path, BodyPublishers.noBody());
  }

  private static int signsIn(TestServer server, String client, String secret) throws Exception {
    String both = client.substring("/clients/".length()) + ":" + secret;
    String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/auth/token"))
            .header("Authorization", "Basic " + basic)
            .POST(BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** What the trail says that the operator did to the client, but for making it. */
  private static List<String> told(TestServer server, String id, OperatorHttp operator) {
    String sql =
        "SELECT outcome FROM audit_event WHERE subject = ? AND client_id = ?"
            + " AND kind <> 'CLIENT_CREATED' ORDER BY id";
    return server.db().queryForList(sql, String.class, id, operator.clientId());
  }
}
