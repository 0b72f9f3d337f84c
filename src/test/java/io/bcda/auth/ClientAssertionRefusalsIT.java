package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.OTHER_RSA;
import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bcda.auth.AuthHttp.Answer;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Assertions that are wrong in one thing each: one answer to all, and the trail knows why. */
class ClientAssertionRefusalsIT {
  private static final String SCOPE = "system/Patient.rs";
  private static final String TOKEN_URL = AuthServer.PUBLIC_URL + "/auth/token";
  private static AuthServer server;
  private static AuthHttp http;
  private static String client;
  private static String refusal;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
    client = server.newClient().clientId();
    server
        .bean(ClientKeyStore.class)
        .replace(client, TestAssertion.jwks(RSA, OTHER_RSA, EC, TestAssertion.ec(RSA.getKeyID())));
    refusal = http.asserted(TestAssertion.of("nobody", RSA).jwt(), SCOPE).body();
  }

  static Stream<Arguments> wrong() {
    long now = Instant.now().getEpochSecond();
    String bearer = AuthServer.PUBLIC_URL;
    return Stream.of(
        wrong("key of another", "signature", a -> a.signedWith(OTHER_RSA)),
        wrong("HS384 keyed with the public key", "alg", a -> a.header("alg", "HS384")),
        wrong("RS256", "alg", a -> a.header("alg", "RS256")),
        wrong("typ", "typ", a -> a.header("typ", "at+jwt")),
        wrong("no kid", "no kid", a -> a.header("kid", null)),
        wrong("unknown kid", "unknown kid", a -> a.header("kid", "x")),
        wrong("kid of the other type", "unknown kid", a -> a.header("kid", EC.getKeyID())),
        wrong("jku", "jku", a -> a.header("jku", "https://keys.example.org/jwks.json")),
        wrong("jwk", "header", a -> a.header("jwk", OTHER_RSA.toPublicJWK().toJSONObject())),
        wrong("x5u", "header", a -> a.header("x5u", "https://keys.example.org/x5")),
        wrong("x5c", "header", a -> a.header("x5c", List.of("MIIB"))),
        wrong("crit", "header", a -> a.header("crit", List.of("exp")).header("exp", now)),
        wrong("iss", "iss", a -> a.claim("iss", "https://client.example.org")),
        wrong("no iss", "iss", a -> a.claim("iss", null)),
        wrong("no aud", "aud", a -> a.claim("aud", null)),
        wrong("aud: issuer", "aud", a -> a.claim("aud", bearer)),
        wrong("aud: slash", "aud", a -> a.claim("aud", TOKEN_URL + "/")),
        wrong("aud: other", "aud", a -> a.claim("aud", "https://other.example.org/auth/token")),
        wrong("aud: more", "aud", a -> a.claim("aud", List.of(TOKEN_URL, bearer))),
        wrong("aud: none", "aud", a -> a.claim("aud", List.of())),
        wrong("no exp", "exp", a -> a.claim("exp", null)),
        wrong("exp as text", "exp", a -> a.claim("exp", "" + (now + 60))),
        wrong("exp past", "expired", a -> a.claim("exp", now - 15)),
        wrong("exp far", "exp too far ahead", a -> a.claim("exp", now + 600)),
        wrong("exp endless", "exp too far ahead", a -> a.claim("exp", 1e300)),
        wrong("nbf", "not yet valid", a -> a.claim("nbf", now + 120)),
        wrong("nbf as text", "nbf", a -> a.claim("nbf", "now")),
        wrong("no jti", "jti", a -> a.claim("jti", null)),
        wrong("blank jti", "jti", a -> a.claim("jti", " ")),
        wrong("jti as number", "jti", a -> a.claim("jti", 7)),
        wrong("long jti", "jti", a -> a.claim("jti", "j".repeat(256))));
  }

  private static Arguments wrong(String what, String word, UnaryOperator<TestAssertion> change) {
    return arguments(what, word, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void givenOneThingWrong_whenAsserted_thenTheOneAnswerAndTheTrailKnows(
      String what, String word, UnaryOperator<TestAssertion> change) {
    Answer answer = http.asserted(change.apply(TestAssertion.of(client, RSA)).jwt(), SCOPE);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("invalid_client");
    assertThat(answer.body()).isEqualTo(refusal);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(lastAudited(client)).startsWith("TOKEN_REFUSED assertion: ").endsWith(word);
  }

  @Test
  void givenTheAssertionAsItIs_whenAsserted_thenAToken() {
    assertThat(http.asserted(TestAssertion.of(client, RSA).jwt(), SCOPE).status()).isEqualTo(200);
  }

  @Test
  void givenASignatureChangedOrNone_whenAsserted_thenRefused() {
    String jwt = TestAssertion.of(client, EC).jwt();
    String none = TestAssertion.of(client, EC).header("alg", "none").jwt();
    String[] parts = jwt.split("\\.");
    String turned = parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse();
    for (String bad :
        List.of(turned, parts[0] + "." + parts[1] + ".", "a.b.c", "x", jwt + ".x", none)) {
      Answer answer = http.asserted(bad, SCOPE);
      assertThat(answer.status()).as(bad).isEqualTo(401);
      assertThat(answer.body()).isEqualTo(refusal);
    }
    String zeros = parts[0] + "." + parts[1] + "." + "A".repeat(128);
    assertThat(http.asserted(zeros, SCOPE).status()).as("r = s = 0").isEqualTo(401);
    assertThat(http.asserted(jwt, SCOPE).status()).as("the good one").isEqualTo(200);
  }

  @Test
  void givenARefusedAssertion_whenItsIdComesInAGoodOne_thenItWasNotUsedUp() {
    String bad = TestAssertion.of(client, RSA).claim("jti", "kept").signedWith(OTHER_RSA).jwt();
    assertThat(http.asserted(bad, SCOPE).status()).isEqualTo(401);
    String good = TestAssertion.of(client, RSA).claim("jti", "kept").jwt();
    assertThat(http.asserted(good, SCOPE).status()).isEqualTo(200);
    assertThat(http.asserted(good, SCOPE).body()).isEqualTo(refusal);
    assertThat(lastAudited(client)).isEqualTo("TOKEN_REFUSED assertion: jti used before");
  }

  @Test
  void givenClientsThatMayNot_whenAsserted_thenTheOneAnswer() {
    String gone = server.newClient().clientId();
    server.bean(ClientKeyStore.class).replace(gone, TestAssertion.jwks(RSA));
    server.changes().deactivate(gone);
    String keyless = server.newClient().clientId();
    for (String id : List.of(gone, keyless, "no-such-client", "", "x y", "é", "i".repeat(101))) {
      Answer answer = http.asserted(TestAssertion.of(id, RSA).jwt(), SCOPE);
      assertThat(answer.status()).as(id).isEqualTo(401);
      assertThat(answer.body()).as(id).isEqualTo(refusal);
    }
    assertThat(lastAudited(gone)).endsWith("deactivated");
    assertThat(lastAudited(keyless)).endsWith("unknown kid");
  }

  @ParameterizedTest
  @CsvSource({
    "client_assertion_type=urn:ietf:params:oauth:grant-type:jwt-bearer&client_assertion=JWT",
    "client_assertion=JWT",
    "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "TYPED&TYPED",
    "TYPED&client_assertion=JWT",
    "TYPED&client_secret=abc",
  })
  void givenARequestThatIsNotAsItShouldBe_whenAsserted_thenInvalidRequest(String body) {
    String jwt = TestAssertion.of(client, RSA).jwt();
    String form = body.replace("TYPED", TestAssertion.form(jwt)).replace("JWT", jwt);
    Answer answer =
        http.form("/auth/token", "grant_type=client_credentials&scope=" + SCOPE + "&" + form);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_request");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void givenASecretBeside_whenAsserted_thenInvalidRequest() {
    IssuedSecret both = server.newClient();
    server.bean(ClientKeyStore.class).replace(both.clientId(), TestAssertion.jwks(RSA));
    String form =
        "grant_type=client_credentials&scope=" + SCOPE + "&" + TestAssertion.form(jwt(both));
    Answer answer = http.form("/auth/token", both, form);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_request");
    assertThat(http.form("/auth/token", form).status()).as("either alone").isEqualTo(200);
    assertThat(http.bareToken(both).status()).as("either alone").isEqualTo(200);
    assertThat(http.form("/auth/token", both, "client_secret=" + both.secret()).status())
        .as("the secret twice")
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "scope=system/Patient.rs, invalid_request",
    "grant_type=authorization_code&scope=system/Patient.rs, unsupported_grant_type",
    "grant_type=client_credentials, invalid_scope",
    "grant_type=client_credentials&scope=, invalid_scope",
    "grant_type=client_credentials&scope=patient/Patient.rs, invalid_scope",
    "grant_type=client_credentials&scope=openid+launch+user/*.read, invalid_scope",
    "grant_type=client_credentials&scope=system/Patient.sr, invalid_scope",
    "grant_type=client_credentials&scope=system/patient.rs, invalid_scope",
    "grant_type=client_credentials&scope=system/Patient.write, invalid_scope",
  })
  void givenARequestThatCannotBeGranted_whenAsserted_thenOAuthError(String body, String error) {
    String jwt = TestAssertion.of(client, EC).jwt();
    Answer answer = http.form("/auth/token", body + "&" + TestAssertion.form(jwt));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  @Test
  void givenAnAssertionInTheQueryOrAsAToken_whenSent_thenRefused() {
    String form = TestAssertion.form(TestAssertion.of(client, RSA).jwt());
    assertThat(http.form("/auth/token?" + form, "grant_type=client_credentials").text("error"))
        .isEqualTo("invalid_request");
    String jwt = TestAssertion.of(client, RSA).jwt();
    assertThat(http.get("/api/v2/whoami", jwt).status()).isEqualTo(401);
  }

  @Test
  void givenAnotherClientId_whenAsserted_thenRefusedAndTheOwnIsFine() {
    String form = "grant_type=client_credentials&scope=" + SCOPE + "&client_id=";
    String own = TestAssertion.form(TestAssertion.of(client, RSA).jwt());
    assertThat(http.form("/auth/token", form + "other&" + own).status()).isEqualTo(401);
    assertThat(http.form("/auth/token", form + client + "&" + own).status()).isEqualTo(200);
  }

  private static String jwt(IssuedSecret of) {
    return TestAssertion.of(of.clientId(), RSA).jwt();
  }

  private static String lastAudited(String clientId) {
    String sql =
        "SELECT kind || ' ' || outcome FROM audit_event WHERE client_id = ? ORDER BY id DESC";
    return server.bean(JdbcTemplate.class).queryForList(sql, String.class, clientId).get(0);
  }
}
