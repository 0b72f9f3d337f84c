package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.auth.TokensForTests;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of the operators' API: who comes in, who does not, and what they are told. */
class AdminDoorsIT {
  private static final TestServer SERVER = TestServer.H2;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnOperator_whenItSignsIn_thenItsTokenOpensThisDoorAndNoOther(TestServer server)
      throws Exception {
    OperatorHttp operator = OperatorHttp.on(server);
    Answer answer = operator.get("/acos");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");

    var claims = com.nimbusds.jwt.SignedJWT.parse(operator.token()).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("http://localhost:8080/admin");
    assertThat(claims.getStringClaim("scope")).isEqualTo("bcda/admin");
    assertThat(claims.getClaims()).doesNotContainKey("aco");
    for (String path : List.of("/auth/welcome", "/api/v2/jobs", "/api/v2/Patient", "/data/a/b")) {
      assertThat(plain(server.url() + path, operator.token())).as(path).isEqualTo(401);
    }
  }

  @Test
  void givenOtherTokens_whenTheyCome_then401AndAProblem() {
    OperatorHttp operator = OperatorHttp.on(SERVER);
    TestWorld world = new TestWorld(SERVER);
    IssuedSecret system = SERVER.bean(ClientStore.class).createSystem("feed");
    String aco = world.client().token();
    String writer = AcoClient.at(SERVER.url(), system.clientId(), system.secret()).token();
    Map<String, Object> noExpiry = new HashMap<>();
    noExpiry.put("exp", null);
    List<String> bad =
        List.of(
            "garbage",
            aco,
            writer,
            forged(aco, Map.of("aud", "http://localhost:8080/admin")),
            forged(aco, Map.of("aud", "http://localhost:8080/admin", "scope", "bcda/admin")),
            forged(writer, Map.of("aud", "http://localhost:8080/admin", "scope", "bcda/admin")),
            forged(operator.token(), Map.of("aud", "http://localhost:8080/api")),
            forged(operator.token(), Map.of("iss", "https://other.example.org")),
            forged(operator.token(), Map.of("exp", new Date(1))),
            forged(operator.token(), Map.of("aco", world.aco())),
            forged(operator.token(), noExpiry));
    for (String token : bad) {
      Answer answer = operator.with(token).get("/acos");
      assertProblem(answer, 401);
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"bcda-admin\", error=\"invalid_token\"");
    }
    assertThat(operator.get("/acos").status()).isEqualTo(200);
  }

  @Test
  void givenNoToken_whenAsked_then401WhateverThePath() {
    OperatorHttp nobody = OperatorHttp.shared(SERVER).with(null);
    for (String path : List.of("/acos", "/nothing", "/openapi.yaml", "/admin", "/admin/v2/acos")) {
      Answer answer = nobody.get(path);
      assertProblem(answer, 401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bcda-admin\"");
    }
    String inQuery = "/acos?access_token=" + OperatorHttp.shared(SERVER).token();
    assertProblem(nobody.get(inQuery), 401);
  }

  @Test
  void givenATokenWithoutTheScope_whenItComes_then403() {
    OperatorHttp operator = OperatorHttp.shared(SERVER);
    Answer answer =
        operator.with(forged(operator.token(), Map.of("scope", "system/*.rs"))).get("/acos");
    assertProblem(answer, 403);
    assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope", "bcda/admin");
  }

  @Test
  void givenAnEndedClientOrARevokedToken_whenItComes_then401AtOnce() {
    OperatorHttp ended = OperatorHttp.on(SERVER);
    assertThat(ended.get("/models").status()).isEqualTo(200);
    SERVER.bean(ClientChanges.class).deactivate(ended.clientId());
    assertProblem(ended.get("/models"), 401);

    IssuedSecret client = SERVER.bean(ClientStore.class).createOperator("revoking");
    String token = AcoClient.at(SERVER.url(), client.clientId(), client.secret()).token();
    OperatorHttp revoked = ended.with(token);
    assertThat(revoked.get("/models").status()).isEqualTo(200);
    assertThat(oauth("/auth/revoke", client, "token=" + token)).contains("200");
    assertProblem(revoked.get("/models"), 401);
  }

  @Test
  void givenScopes_whenAsked_thenOnlyAnOperatorGetsThisOneAndNothingElse() {
    ClientStore clients = SERVER.bean(ClientStore.class);
    IssuedSecret operator = clients.createOperator("scopes");
    IssuedSecret aco = clients.create(new TestWorld(SERVER).aco(), "scopes");
    IssuedSecret system = clients.createSystem("scopes");
    String ask = "grant_type=client_credentials&scope=";
    assertThat(oauth("/auth/token", operator, ask + "bcda%2Fadmin+system%2F*.rs"))
        .contains("\"scope\":\"bcda/admin\"");
    assertThat(oauth("/auth/token", operator, ask + "system%2F*.rs")).contains("invalid_scope");
    assertThat(oauth("/auth/token", aco, ask + "bcda%2Fadmin")).contains("invalid_scope");
    assertThat(oauth("/auth/token", system, ask + "bcda%2Fadmin")).contains("invalid_scope");
    assertThat(oauth("/auth/token", aco, ask + "bcda%2Fadmin+system%2FPatient.rs"))
        .contains("\"scope\":\"system/Patient.rs\"");
  }

  @Test
  void givenThePublicPort_whenTheSamePathsAreAsked_thenNothingIsThere() {
    OperatorHttp outside = OperatorHttp.shared(SERVER).at(SERVER.url());
    for (String path : List.of("/acos", "/clients", "/jobs", "/openapi.yaml", "/audit-events")) {
      Answer answer = outside.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.type()).isEqualTo("application/fhir+json");
    }
    assertThat(outside.post("/acos").status()).isEqualTo(404);
  }

  @Test
  void givenForgedHeaders_whenThePublicPortIsAsked_thenStillNothingIsThere() {
    OperatorHttp outside = OperatorHttp.shared(SERVER).at(SERVER.url());
    String port = String.valueOf(OperatorHttp.shared(SERVER).port());
    Answer answer =
        outside.get("/acos", "X-Forwarded-Port", port, "Forwarded", "host=localhost:" + port);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(raw(outside.port(), "GET /admin/v1/acos", "Host: localhost:" + port))
        .startsWith("HTTP/1.1 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/acos/",
        "/acos/A9990/nothing",
        "/acos/A%20B",
        "/acos/A123456789012345678901",
        "/deliveries/abc",
        "/deliveries/-1",
        "/jobs/not-a-uuid",
        "/loads/0x1",
        "/claims-files/.hidden%20name",
        "/admin",
        "/admin/v2/acos"
      })
  void givenAPathThatIsNotThere_whenAnOperatorAsks_then404(String path) {
    assertProblem(OperatorHttp.shared(SERVER).get(path), 404);
  }

  @Test
  void givenPathTricks_whenSentRaw_thenRefused() {
    OperatorHttp operator = OperatorHttp.shared(SERVER);
    for (String path :
        List.of(
            "/admin/v1/../v1/acos",
            "/admin/v1/acos;x=y",
            "/admin/v1/acos/;%",
            "/admin/v1/acos;%2/x",
            "/admin/v1//acos",
            "/admin/v1/%2e%2e/v1/acos",
            "/admin/v1/claims-files/..%2f..%2fetc%2fpasswd",
            "/admin/v1/acos%00")) {
      String answer =
          raw(operator.port(), "GET " + path, "Authorization: Bearer " + operator.token());
      assertThat(answer).as(path).startsWith("HTTP/1.1 400");
      assertThat(answer).as(path).contains("application/problem+json").doesNotContain("<html");
    }
    assertThat(raw(operator.port(), "GET /admin/v1/{|", "X-A: b"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("<html");
  }

  @Test
  void givenOtherMethods_whenSent_then405WithThoseThatAre() {
    OperatorHttp operator = OperatorHttp.shared(SERVER);
    Answer answer = operator.send("DELETE", "/acos", BodyPublishers.noBody());
    assertProblem(answer, 405);
    assertThat(answer.header("Allow")).contains("GET", "HEAD", "POST");
    assertProblem(operator.send("PATCH", "/clients", BodyPublishers.noBody()), 405);
    assertThat(raw(operator.port(), "TRACE /admin/v1/acos", "X-A: b")).startsWith("HTTP/1.1 405");
    assertThat(operator.send("HEAD", "/acos", BodyPublishers.noBody()).status()).isEqualTo(200);
  }

  @Test
  void givenWrongForms_whenSent_thenEachHasItsStatus() {
    OperatorHttp operator = OperatorHttp.shared(SERVER);
    assertProblem(operator.get("/acos", "Accept", "text/html"), 406);
    assertProblem(operator.post("/acos"), 415);
    assertProblem(
        operator.send(
            "POST",
            "/deliveries?name=a",
            BodyPublishers.ofString("a=b"),
            "Content-Type",
            "application/x-www-form-urlencoded"),
        415);
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{} {}",
            "{\"id\":\"A0001\",\"id\":\"A0002\",\"model\":\"SSP\"}",
            "{\"id\":\"A0001\",\"model\":\"SSP\",\"status\":\"denied\"}",
            "{\"id\":\"A0001\",\"model\":\"SSP\",\"name\":\"\\u0000\"}",
            "{\"id\":\"A0001\"}")) {
      assertProblem(operator.json("POST", "/acos", body), 400);
    }
    assertProblem(operator.json("POST", "/acos", "{\"id\":\"" + "A".repeat(70_000) + "\"}"), 413);
    for (String query :
        List.of(
            "?limit=0", "?limit=1001", "?limit=x", "?after=nobody", "?limit=1&limit=2", "?aco=A")) {
      assertProblem(operator.get("/acos" + query), 400);
    }
    assertProblem(operator.get("/jobs?aco=%00"), 400);
    assertProblem(operator.get("/jobs?a%00b=1"), 400);
  }

  private static String forged(String token, Map<String, Object> claims) {
    return TokensForTests.like(SERVER, token, claims);
  }

  private static int plain(String url, String token) throws Exception {
    return java.net.http.HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(java.net.URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build(),
            java.net.http.HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Status and body of an OAuth endpoint. */
  private static String oauth(String path, IssuedSecret as, String form) {
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString((as.clientId() + ":" + as.secret()).getBytes(StandardCharsets.UTF_8));
    Answer answer =
        OperatorHttp.shared(SERVER)
            .with(null)
            .at(SERVER.url())
            .outside(path, BodyPublishers.ofString(form), "Authorization", "Basic " + basic);
    return answer.status() + " " + answer.body();
  }

  private static String raw(int port, String line, String header) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      String request =
          line + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nConnection: close\r\n\r\n";
      if (header.startsWith("Host")) {
        request = request.replace("Host: localhost\r\n", "");
      }
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("title").asText()).isNotBlank();
    assertThat(answer.json().get("detail").asText()).isNotBlank();
    assertThat(answer.header("Cache-Control")).contains("no-store");
  }
}
