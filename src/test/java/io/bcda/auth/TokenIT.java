package io.bcda.auth;

import static io.bcda.auth.AuthHttp.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.auth.AuthHttp.Answer;
import io.bcda.refusal.Refusal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Getting, reading and giving back a token, over HTTP. */
class TokenIT {
  private static AuthServer server;
  private static AuthHttp http;
  private static IssuedSecret client;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
    client = server.newClient();
  }

  @Test
  void givenBasicAndNoBody_whenToken_thenBcdasAnswer() throws Exception {
    Answer answer = http.bareToken(client);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly("access_token", "expires_in", "token_type");
    assertThat(answer.json().get("expires_in").isTextual()).isTrue();
    assertThat(answer.text("expires_in")).isEqualTo("1200");
    assertThat(answer.text("token_type")).isEqualTo("bearer");
  }

  @Test
  void givenAToken_whenVerifiedWithJwks_thenClaimsAsDocumented() throws Exception {
    SignedJWT token = SignedJWT.parse(http.token(client));
    JWKSet keys = JWKSet.parse(http.get("/auth/jwks").body());
    RSAKey key = (RSAKey) keys.getKeyByKeyId(token.getHeader().getKeyID());

    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS384);
    assertThat(key.size()).isEqualTo(3072);
    assertThat(key.isPrivate()).isFalse();
    assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("https://bcda.example.org");
    assertThat(claims.getAudience()).containsExactly("https://bcda.example.org/api");
    assertThat(claims.getSubject()).isEqualTo(client.clientId());
    assertThat(claims.getStringClaim("client_id")).isEqualTo(client.clientId());
    assertThat(claims.getStringClaim("aco")).isEqualTo(server.acoOf(client));
    assertThat(claims.getStringClaim("scope"))
        .isEqualTo("system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs");
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
        .isEqualTo(Duration.ofMinutes(20).toMillis());
  }

  @Test
  void givenGrantTypeAndScope_whenToken_thenNumberAndNarrowedScope() {
    Answer answer =
        http.form(
            "/auth/token",
            client,
            "grant_type=client_credentials&scope=system%2FPatient.rs+system%2FGroup.rs+openid");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("expires_in").isNumber()).isTrue();
    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(1200);
    assertThat(answer.text("scope")).isEqualTo("system/Patient.rs");
    Answer who = http.get("/api/v2/whoami", answer.text("access_token"));
    assertThat(who.json().get("readable")).hasSize(1);
    assertThat(who.json().get("readable").get(0).asText()).isEqualTo("PATIENT");
  }

  @Test
  void givenParametersWithoutValue_whenToken_thenAsIfOmitted() {
    Answer answer = http.form("/auth/token", client, "grant_type=&scope=");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("expires_in")).isEqualTo("1200");
  }

  @Test
  void givenOtherContentTypes_whenBareToken_thenTheyDoNotMatter() {
    for (String type : List.of("application/json", "application/x-www-form-urlencoded", "text/x")) {
      Answer answer =
          http.send(
              http.request("/auth/token")
                  .header("Authorization", basic(client.clientId(), client.secret()))
                  .header("Content-Type", type)
                  .header("Accept", "text/html")
                  .POST(BodyPublishers.ofString("")));
      assertThat(answer.status()).as(type).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=client_credentials&scope=patient%2FPatient.rs, 400, invalid_scope",
    "grant_type=client_credentials&scope=system%2FPatient.cud, 400, invalid_scope",
    "grant_type=client_credentials&scope=a&scope=b, 400, invalid_request",
    "grant_type=authorization_code&code=x, 400, unsupported_grant_type",
    "grant_type=password, 400, unsupported_grant_type",
    "grant_type=a&grant_type=b, 400, invalid_request"
  })
  void givenARequestThatCannotBeGranted_whenToken_thenOAuthError(
      String body, int status, String error) {
    Answer answer = http.form("/auth/token", client, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  @Test
  void givenWrongOrUnknownOrNoCredentials_whenToken_thenEachItsStatus() {
    Answer wrong = http.bareToken(client.clientId(), "0".repeat(64));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("error")).isEqualTo("invalid_client");
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic realm=");
    assertThat(wrong.header("Cache-Control")).isEqualTo("no-store");

    Answer unknown = http.bareToken("no-such-client", client.secret());
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());

    Answer none = http.method("POST", "/auth/token");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text("error")).isEqualTo("invalid_client");
    assertThat(none.text("error_description")).contains("Authorization: Basic");

    Answer garbled =
        http.send(
            http.request("/auth/token")
                .header("Authorization", "Basic %%%")
                .POST(BodyPublishers.noBody()));
    assertThat(garbled.status()).isEqualTo(400);
    assertThat(garbled.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void givenCredentialsInTheQuery_whenToken_thenRefused() {
    Answer answer =
        http.send(
            http.request("/auth/token?grant_type=client_credentials")
                .header("Authorization", basic(client.clientId(), client.secret()))
                .POST(BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void givenGet_whenToken_then405() {
    Answer answer = http.get("/auth/token");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST");
    assertThat(answer.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void givenSeveralSecrets_whenOneExpires_thenTheOtherWorks() {
    IssuedSecret old = server.newClient();
    server.clock().advance(Duration.ofDays(60));
    try {
      IssuedSecret young = server.changes().addSecret(old.clientId());
      assertThat(http.bareToken(old).status()).isEqualTo(200);
      assertThat(http.bareToken(young).status()).isEqualTo(200);

      server.clock().advance(Duration.ofDays(30).plusSeconds(1));
      assertThat(http.bareToken(old).status()).isEqualTo(401);
      assertThat(http.bareToken(young).status()).isEqualTo(200);
    } finally {
      server.clock().reset();
    }
  }

  @Test
  void givenADeactivatedClient_whenTokenOrUse_then401() {
    IssuedSecret gone = server.newClient();
    String token = http.token(gone);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);

    server.changes().deactivate(gone.clientId());

    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    assertThat(http.bareToken(gone).status()).isEqualTo(401);
    assertThatThrownBy(() -> server.changes().deactivate(gone.clientId()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void givenADeniedAco_whenAnything_then403() {
    IssuedSecret denied = server.newClient();
    String token = http.token(denied);
    server.bean(AcoRegistry.class).setStatus(server.acoOf(denied), Aco.Status.DENIED);

    for (String path : List.of("/api/v2/whoami", "/api/v2/none", "/data/a/b")) {
      Answer answer = http.get(path, token);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.json().at("/issue/0/code").asText()).isEqualTo("forbidden");
    }
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(403);
    assertThat(http.get("/auth/welcome", token).text("error")).isEqualTo("access_denied");
    Answer asked = http.bareToken(denied);
    assertThat(asked.status()).isEqualTo(403);
    assertThat(asked.text("error")).isEqualTo("unauthorized_client");
    assertThat(http.bareToken(denied.clientId(), "wrong").status()).isEqualTo(401);
  }

  @Test
  void givenARevokedToken_whenUsed_then401AndInactive() {
    IssuedSecret owner = server.newClient();
    String token = http.token(owner);
    String other = http.token(owner);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);

    assertThat(http.form("/auth/revoke", owner, "token=" + token).status()).isEqualTo(200);
    assertThat(http.form("/auth/revoke", owner, "token=" + token).status()).isEqualTo(200);

    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    assertThat(http.form("/auth/introspect", owner, "token=" + token).body())
        .isEqualTo("{\"active\":false}");
    assertThat(http.get("/auth/welcome", other).status()).isEqualTo(200);
  }

  @Test
  void givenAnothersToken_whenIntrospectedOrRevoked_thenNothingSeenOrDone() {
    IssuedSecret owner = server.newClient();
    String token = http.token(owner);

    assertThat(http.form("/auth/introspect", client, "token=" + token).body())
        .isEqualTo("{\"active\":false}");
    assertThat(http.form("/auth/revoke", client, "token=" + token).status()).isEqualTo(200);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);

    Answer mine = http.form("/auth/introspect", owner, "token=" + token);
    assertThat(mine.json().get("active").asBoolean()).isTrue();
    assertThat(mine.text("client_id")).isEqualTo(owner.clientId());
    assertThat(mine.text("scope"))
        .isEqualTo("system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs");
    assertThat(mine.json().get("exp").isNumber()).isTrue();
  }

  @Test
  void givenTwentyMinutesLater_whenUsed_then401() {
    String token = http.token(client);
    server.clock().advance(Duration.ofMinutes(19));
    try {
      assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);
      server.clock().advance(Duration.ofMinutes(2));
      Answer answer = http.get("/auth/welcome", token);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("Bearer", "invalid_token");
    } finally {
      server.clock().reset();
    }
  }

  @Test
  void givenTenFailures_whenAgain_then429UntilTheWindowPasses() {
    IssuedSecret guessed = server.newClient();
    for (int i = 0; i < 10; i++) {
      assertThat(http.bareToken(guessed.clientId(), "guess" + i).status()).isEqualTo(401);
    }
    Answer blocked = http.bareToken(guessed);
    assertThat(blocked.status()).isEqualTo(429);
    assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 300);
    assertThat(http.bareToken(client).status()).isEqualTo(200);

    server.clock().advance(Duration.ofMinutes(5));
    try {
      assertThat(http.bareToken(guessed).status()).isEqualTo(200);
    } finally {
      server.clock().reset();
    }
  }

  @Test
  void givenTokensIssuedRefusedRevoked_whenAudited_thenOneEventEachWithoutSecrets() {
    IssuedSecret one = server.newClient();
    String token = http.token(one);
    http.bareToken(one.clientId(), "wrong");
    http.form("/auth/revoke", one, "token=" + token);

    JdbcTemplate db = server.bean(JdbcTemplate.class);
    List<String> kinds =
        db.queryForList(
            "SELECT kind FROM audit_event WHERE aco = ? ORDER BY id",
            String.class,
            server.acoOf(one));
    assertThat(kinds)
        .containsExactly("CLIENT_CREATED", "TOKEN_ISSUED", "TOKEN_REFUSED", "TOKEN_REVOKED");
    String all = db.queryForList("SELECT * FROM audit_event").toString();
    assertThat(all).doesNotContain(one.secret()).doesNotContain(token);
    String secrets = db.queryForList("SELECT * FROM auth_client_secret").toString();
    assertThat(secrets).doesNotContain(one.secret());
  }
}
