package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.bcda.auth.AuthHttp.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Clients that belong to no ACO: where FHIR writes are on, and on the same database, off. */
class SystemClientIT {
  private static AuthServer on;
  private static AuthServer off;
  private static AuthHttp http;
  private static AuthHttp closed;

  @BeforeAll
  static void start() {
    on = AuthServer.start("system-clients", "--bcda.fhir-writes=true");
    off = AuthServer.start("system-clients");
    http = new AuthHttp(on.port());
    closed = new AuthHttp(off.port());
  }

  @AfterAll
  static void end() {
    off.close();
    on.close();
  }

  @Test
  void givenASystemClient_whenItGetsAToken_thenItsScopeAndNoAco() throws Exception {
    IssuedSecret client = on.clients().createSystem("feed");
    Answer answer = http.form("/auth/token", client, "grant_type=client_credentials");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("scope")).isEqualTo("system/*.cruds");
    String token = answer.text("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaims())
        .containsEntry("scope", "system/*.cruds")
        .doesNotContainKey("aco");
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);
    assertThat(http.form("/auth/introspect", client, "token=" + token).text("active"))
        .isEqualTo("true");

    http.form("/auth/revoke", client, "token=" + token);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    on.changes().deactivate(client.clientId());
    assertThat(http.bareToken(client).status()).isEqualTo(401);
  }

  @Test
  void givenWritesOff_whenASystemClientAsks_thenNoTokenAndAnEarlierOneOpensNothing() {
    IssuedSecret client = on.clients().createSystem("feed");
    String token = http.token(client);

    Answer refused = closed.bareToken(client);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).isEqualTo("unauthorized_client");
    assertThat(refused.text("error_description")).contains("no writes over FHIR");
    assertThat(closed.get("/auth/welcome", token).status()).isEqualTo(403);
    assertThat(closed.get("/auth/welcome", token).text("error")).isEqualTo("access_denied");
    for (String path : List.of("/api/v2/Patient/1", "/api/v2/whoami")) {
      Answer answer = closed.get(path, token);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.body()).contains("OperationOutcome", "bcda.fhir-writes");
    }
    assertThat(closed.bareToken(new IssuedSecret(client.clientId(), "x", null)).text("error"))
        .as("told only to who proved itself")
        .isEqualTo("invalid_client");
  }

  @Test
  void givenPathsOfAcos_whenASystemClientComes_thenClosed() {
    String token = http.token(on.clients().createSystem("feed"));
    for (String path :
        List.of("/api/v2/whoami", "/api/v2/jobs", "/api/v2/$export", "/data/job/file")) {
      Answer answer = http.get(path, token);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.body()).contains("OperationOutcome", "belongs to no ACO");
    }
  }

  @Test
  void givenAnAcosClient_whenItAsksForWrites_thenItGetsReadsOnly() {
    IssuedSecret client = on.newClient();
    Answer some =
        http.form(
            "/auth/token",
            client,
            "grant_type=client_credentials&scope=system%2F*.cruds+system%2FPatient.cruds");
    assertThat(some.text("scope"))
        .isEqualTo("system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs");
    Answer none =
        http.form("/auth/token", client, "grant_type=client_credentials&scope=system%2F*.cud");
    assertThat(none.text("error")).isEqualTo("invalid_scope");
  }

  @Test
  void givenTheTable_whenKindAndAcoDisagree_thenTheDatabaseRefuses() {
    IssuedSecret client = on.clients().createSystem("feed");
    JdbcTemplate db = on.bean(JdbcTemplate.class);
    assertThat(on.clients().find(client.clientId()).orElseThrow().kind())
        .isEqualTo(Client.Kind.SYSTEM);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                db.update(
                    "UPDATE auth_client SET kind = 'ACO' WHERE client_id = ?", client.clientId()))
        .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
  }

  @Test
  void givenDiscovery_whenRead_thenTheScopeIsNamedOnlyWhereItIsGranted() {
    String path = "/.well-known/smart-configuration";
    assertThat(http.get(path).json().get("scopes_supported").toString()).contains("*.cruds");
    assertThat(closed.get(path).json().get("scopes_supported").toString())
        .doesNotContain("*.cruds");
  }
}
