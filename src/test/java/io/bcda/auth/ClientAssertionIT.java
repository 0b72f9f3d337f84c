package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.auth.AuthHttp.Answer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A token by a signed assertion (SMART Backend Services), over HTTP. */
class ClientAssertionIT {
  private static final String SCOPE = "system/Patient.rs system/Coverage.rs";
  private static AuthServer server;
  private static AuthHttp http;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
  }

  @ParameterizedTest
  @CsvSource({"RS384", "ES384"})
  void givenAnAssertion_whenAToken_thenSmartsAnswer(String alg) throws Exception {
    JWK key = alg.equals("RS384") ? RSA : EC;
    String client = client(RSA, EC);
    Answer answer = http.asserted(TestAssertion.of(client, key).jwt(), SCOPE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text("token_type")).isEqualTo("bearer");
    assertThat(answer.json().get("expires_in").isNumber()).isTrue();
    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(300);
    assertThat(answer.text("scope")).isEqualTo(SCOPE);
    String token = answer.text("access_token");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
        .isEqualTo(Duration.ofMinutes(5).toMillis());
    assertThat(claims.getStringClaim("scope")).isEqualTo(SCOPE);
    assertThat(http.get("/api/v2/whoami", token).text("clientId")).isEqualTo(client);
  }

  @Test
  void givenVariantsThatAreAllowed_whenAToken_thenGranted() {
    String client = client(RSA);
    long now = Instant.now().getEpochSecond();
    for (TestAssertion allowed :
        List.of(
            TestAssertion.of(client, RSA).claim("aud", List.of(tokenUrl())),
            TestAssertion.of(client, RSA).header("typ", null),
            TestAssertion.of(client, RSA).claim("iat", now),
            TestAssertion.of(client, RSA).claim("nbf", now),
            TestAssertion.of(client, RSA).claim("exp", now + 305),
            TestAssertion.of(client, RSA).claim("exp", now + 60.5))) {
      assertThat(http.asserted(allowed.jwt(), SCOPE).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "system/Patient.read, system/Patient.read",
    "system/*.rs, system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs",
    "system/*.read openid launch patient/Coverage.rs,"
        + " system/Patient.read system/Coverage.read system/ExplanationOfBenefit.read",
    "system/Patient.cruds user/Patient.rs, system/Patient.rs",
    "system/Coverage.r system/Group.rs, system/Coverage.r",
  })
  void givenScopes_whenAToken_thenTheAllowedPart(String asked, String granted) {
    String client = client(EC);
    Answer answer = http.asserted(TestAssertion.of(client, EC).jwt(), asked);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("scope")).isEqualTo(granted);
  }

  @Test
  void givenOneJtiOfTwoClients_whenAToken_thenBothGranted() {
    for (String client : List.of(client(RSA), client(RSA))) {
      String jwt = TestAssertion.of(client, RSA).claim("jti", "the same").jwt();
      assertThat(http.asserted(jwt, SCOPE).status()).isEqualTo(200);
    }
  }

  @Test
  void givenAToken_whenIntrospectedAndRevokedByAssertion_thenAsByTheSecret() throws Exception {
    String client = client(RSA);
    Answer granted = http.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE);
    String token = granted.text("access_token");

    JsonNode seen = asserted("/auth/introspect", client, token).json();
    assertThat(seen.get("active").asBoolean()).isTrue();
    assertThat(seen.get("scope").asText()).isEqualTo(SCOPE);
    assertThat(seen.get("client_id").asText()).isEqualTo(client);
    assertThat(seen.get("exp").asLong())
        .isEqualTo(SignedJWT.parse(token).getJWTClaimsSet().getDateClaim("exp").getTime() / 1000);

    String other = client(RSA);
    assertThat(asserted("/auth/introspect", other, token).body()).isEqualTo("{\"active\":false}");
    assertThat(asserted("/auth/revoke", other, token).status()).isEqualTo(200);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);

    assertThat(asserted("/auth/revoke", client, token).status()).isEqualTo(200);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    assertThat(asserted("/auth/introspect", client, token).body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void givenADeniedAco_whenProved_then403AndOnlyThen() {
    String client = client(RSA);
    String aco = server.clients().find(client).orElseThrow().aco().orElseThrow();
    server.bean(AcoRegistry.class).setStatus(aco, Aco.Status.DENIED);

    Answer proved = http.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE);
    assertThat(proved.status()).isEqualTo(403);
    assertThat(proved.text("error")).isEqualTo("unauthorized_client");
    String forged = TestAssertion.of(client, RSA).signedWith(TestAssertion.OTHER_RSA).jwt();
    assertThat(http.asserted(forged, SCOPE).status()).isEqualTo(401);
  }

  @Test
  void givenKeysChanged_whenAsserted_thenTheNewOnesAtOnce() {
    String client = client(RSA);
    ClientKeyStore keys = server.bean(ClientKeyStore.class);
    assertThat(http.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE).status()).isEqualTo(200);
    keys.replace(client, TestAssertion.jwks(EC));
    assertThat(http.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE).status()).isEqualTo(401);
    assertThat(http.asserted(TestAssertion.of(client, EC).jwt(), SCOPE).status()).isEqualTo(200);
    keys.clear(client);
    assertThat(http.asserted(TestAssertion.of(client, EC).jwt(), SCOPE).status()).isEqualTo(401);
    assertThat(
            server
                .bean(JdbcTemplate.class)
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE subject = ? AND kind = ? ORDER BY id",
                    String.class,
                    client,
                    "CLIENT_KEYS_CHANGED"))
        .containsExactly("keys by value: rsa-1", "keys by value: ec-1", "no keys");
  }

  @Test
  void givenOtherSettings_whenAToken_thenEachMethodHasItsLifeAndSmartItsNumber() throws Exception {
    try (AuthServer own =
        AuthServer.start(
            "assertion-life",
            "--bcda.auth.assertion-token-life=2m",
            "--bcda.auth.token-life=30m",
            "--bcda.auth.expires-in=string")) {
      IssuedSecret client = own.newClient();
      own.bean(ClientKeyStore.class).replace(client.clientId(), TestAssertion.jwks(RSA));
      AuthHttp there = new AuthHttp(own.port());
      Answer asserted = there.asserted(TestAssertion.of(client.clientId(), RSA).jwt(), SCOPE);
      assertThat(asserted.json().get("expires_in").isNumber()).isTrue();
      assertThat(asserted.json().get("expires_in").asLong()).isEqualTo(life(asserted));
      assertThat(life(asserted)).isEqualTo(120);
      Answer basic = there.bareToken(client);
      assertThat(basic.text("expires_in")).isEqualTo("1800").isEqualTo("" + life(basic));
    }
  }

  private static long life(Answer answer) throws ParseException {
    JWTClaimsSet claims = SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
    return (claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()) / 1000;
  }

  @Test
  void givenAHundredFailures_whenAgain_then429ThereAndTheSecretStillWorks() {
    IssuedSecret client = server.newClient();
    server.bean(ClientKeyStore.class).replace(client.clientId(), TestAssertion.jwks(RSA));
    String forged =
        TestAssertion.of(client.clientId(), RSA).signedWith(TestAssertion.OTHER_RSA).jwt();
    for (int i = 0; i < 100; i++) {
      assertThat(http.asserted(forged, SCOPE).status()).isEqualTo(401);
    }
    Answer blocked = http.asserted(TestAssertion.of(client.clientId(), RSA).jwt(), SCOPE);
    assertThat(blocked.status()).isEqualTo(429);
    assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 300);
    assertThat(http.bareToken(client).status()).isEqualTo(200);
  }

  @Test
  void givenAssertionsThatExpired_whenOthersComeLater_thenTheirIdsAreForgotten() {
    try (AuthServer own = AuthServer.start("jti-cleaning")) {
      String client = own.newClient().clientId();
      own.bean(ClientKeyStore.class).replace(client, TestAssertion.jwks(RSA));
      AuthHttp there = new AuthHttp(own.port());
      there.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE);
      there.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE);
      JdbcTemplate db = own.bean(JdbcTemplate.class);
      String count = "SELECT count(*) FROM auth_jti";
      assertThat(db.queryForObject(count, Integer.class)).isEqualTo(2);

      own.clock().advance(Duration.ofMinutes(6));
      long exp = own.clock().instant().getEpochSecond() + 60;
      String later = TestAssertion.of(client, RSA).claim("exp", exp).jwt();
      assertThat(there.asserted(later, SCOPE).status()).isEqualTo(200);
      assertThat(db.queryForObject(count, Integer.class)).isEqualTo(1);
    }
  }

  private static Answer asserted(String path, String client, String token) {
    String form = TestAssertion.form(TestAssertion.of(client, RSA).jwt());
    return http.form(path, form + "&token=" + token);
  }

  private static String tokenUrl() {
    return AuthServer.PUBLIC_URL + "/auth/token";
  }

  private static String client(JWK... keys) {
    String client = server.newClient().clientId();
    server.bean(ClientKeyStore.class).replace(client, TestAssertion.jwks(keys));
    return client;
  }
}
