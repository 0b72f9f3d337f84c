package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.auth.AuthHttp.Answer;
import io.bcda.settings.UnusableSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of two other authorization servers, over HTTP. Both call their key k1. */
class ExternalIssuersIT {
  private static final TestIssuer ALPHA = new TestIssuer("k1");
  private static final TestIssuer BETA = new TestIssuer("k1");
  private static AuthServer server;
  private static AuthHttp http;
  private static String aco;

  @BeforeAll
  static void start() {
    server =
        AuthServer.start(
            "issuers",
            "--bcda.auth.issuers.alpha.issuer=" + ALPHA.name(),
            "--bcda.auth.issuers.alpha.audience=" + TestIssuer.AUDIENCE,
            "--bcda.auth.issuers.beta.issuer=" + BETA.name(),
            "--bcda.auth.issuers.beta.jwks-uri=" + BETA.keysAddress(),
            "--bcda.auth.issuers.beta.audience=" + TestIssuer.AUDIENCE,
            "--bcda.auth.issuers.beta.aco-claim=organization.acos",
            "--bcda.auth.issuers.beta.client-claim=cid",
            "--bcda.auth.issuers.beta.scope-claim=realm_access.roles",
            "--bcda.auth.issuers.beta.scope-map.[api://bcda/Claims.Read]=system/*.rs",
            "--bcda.auth.issuers.beta.scope-map.patients=system/Patient.read",
            "--bcda.auth.issuers.beta.allow-clients=one,two");
    http = new AuthHttp(server.port());
    aco = server.acoOf(server.newClient());
  }

  @AfterAll
  static void stop() {
    server.close();
    ALPHA.close();
    BETA.close();
  }

  @Test
  void givenAGoodToken_whenUsed_thenItsAcoIsSignedInByIssuerAndClient() {
    Answer answer = who(ALPHA.sign(alpha().build()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("aco")).isEqualTo(aco);
    assertThat(answer.text("clientId")).isEqualTo("alpha:robot");
    assertThat(answer.json().get("readable").toString()).isEqualTo("[\"PATIENT\",\"COVERAGE\"]");
    assertThat(http.get("/auth/welcome", ALPHA.sign(alpha().build())).status()).isEqualTo(200);
  }

  @Test
  void givenClaimsOfOtherNames_whenConfigured_thenRead() {
    Answer all = who(BETA.sign(beta("one", "api://bcda/Claims.Read").build()));
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.text("clientId")).isEqualTo("beta:one");
    assertThat(all.json().get("readable")).hasSize(3);
    Answer patients = who(BETA.sign(beta("two", "patients", "offline_access").build()));
    assertThat(patients.json().get("readable").toString()).isEqualTo("[\"PATIENT\"]");

    assertThat(who(BETA.sign(beta("three", "patients").build())).status()).isEqualTo(401);
  }

  static Stream<UnaryOperator<JWTClaimsSet.Builder>> faults() {
    return Stream.of(
        c -> c.expirationTime(null),
        c -> c.expirationTime(in(Duration.ofSeconds(-11))),
        c -> c.expirationTime(in(Duration.ofHours(2))).issueTime(null),
        c -> c.issueTime(in(Duration.ofMinutes(-56))),
        c -> c.issueTime(in(Duration.ofMinutes(1))),
        c -> c.notBeforeTime(in(Duration.ofMinutes(1))),
        c -> c.audience("another-api"),
        c -> c.audience((String) null),
        c -> c.claim("aco", null),
        c -> c.claim("aco", List.of()),
        c -> c.claim("aco", List.of(aco, "A0001")),
        c -> c.claim("aco", List.of(List.of(aco, aco))),
        c -> c.claim("aco", 7),
        c -> c.claim("azp", null),
        c -> c.claim("azp", "two words"),
        c -> c.claim("azp", "x".repeat(80)),
        c -> c.claim("azp", "line\nbreak"),
        c -> c.claim("typ", "ID"),
        c -> c.claim("typ", "Refresh"),
        c -> c.claim("cnf", Map.of("jkt", "x")),
        c -> c.issuer("https://unknown.example.org"),
        c -> c.issuer(ALPHA.name() + "/"),
        c -> c.issuer(BETA.name()),
        c -> c.issuer(AuthServer.PUBLIC_URL),
        c -> c.issuer(null));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void givenAFaultInTheClaims_whenUsed_then401(UnaryOperator<JWTClaimsSet.Builder> fault) {
    assertThat(who(ALPHA.sign(alpha().build())).status()).isEqualTo(200);
    Answer answer = who(ALPHA.sign(fault.apply(alpha()).build()));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).contains("Bearer", "invalid_token");
    assertThat(answer.text("resourceType")).isEqualTo("OperationOutcome");
  }

  static Stream<UnaryOperator<JWTClaimsSet.Builder>> variants() {
    return Stream.of(
        c -> c.expirationTime(in(Duration.ofSeconds(-5))),
        c -> c.notBeforeTime(in(Duration.ofSeconds(5))),
        c -> c.issueTime(null),
        c -> c.claim("aco", List.of(aco)),
        c -> c.claim("azp", null).claim("client_id", "robot"),
        c -> c.claim("typ", "Bearer"),
        c -> c.claim("scope", null).claim("scp", List.of("system/Patient.rs")),
        c -> c.jwtID(null),
        c -> c.audience(List.of("another-api", TestIssuer.AUDIENCE)));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void givenAnotherWayToSayIt_whenUsed_thenGood(UnaryOperator<JWTClaimsSet.Builder> variant) {
    assertThat(who(ALPHA.sign(variant.apply(alpha()).build())).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "system/*.cruds, '[\"PATIENT\",\"COVERAGE\",\"EXPLANATION_OF_BENEFIT\"]'",
    "system/Patient.cud, []",
    "bcda/admin, []",
    "system/Group.rs openid, []",
    "patient/Patient.rs, []",
    "'', []"
  })
  void givenScopesBeyondAnAcosClient_whenUsed_thenNarrowed(String scope, String readable) {
    Answer answer = who(ALPHA.sign(alpha().claim("scope", scope).build()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("readable").toString()).isEqualTo(readable);
  }

  @Test
  void givenAnAcoThatIsUnknownOrDenied_whenItsTokenIsUsed_then403() {
    assertThat(who(ALPHA.sign(alpha().claim("aco", "A0000").build())).status()).isEqualTo(403);
    String denied = server.acoOf(server.newClient());
    String token = ALPHA.sign(alpha().claim("aco", denied).build());
    assertThat(who(token).status()).isEqualTo(200);
    server.bean(AcoRegistry.class).setStatus(denied, Aco.Status.DENIED);
    assertThat(who(token).status()).isEqualTo(403);
  }

  @Test
  void givenKeysOfOneIssuer_whenTheySignForAnotherOrForUs_then401() {
    assertThat(who(BETA.sign(alpha().build())).status()).isEqualTo(401);
    assertThat(who(ALPHA.sign(beta("one", "patients").build())).status()).isEqualTo(401);
    JWTClaimsSet ours =
        alpha()
            .issuer(AuthServer.PUBLIC_URL)
            .audience(AuthServer.PUBLIC_URL + "/api")
            .claim("client_id", server.newClient().clientId())
            .build();
    assertThat(who(ALPHA.sign(ours, new JOSEObjectType("at+jwt"))).status()).isEqualTo(401);
  }

  @Test
  void givenSignaturesThatProveNothing_whenUsed_then401() throws Exception {
    JWTClaimsSet claims = alpha().build();
    assertThat(who(new PlainJWT(claims).serialize()).status()).isEqualTo(401);

    byte[] published = ALPHA.key.toRSAPublicKey().getEncoded();
    JWSHeader mac = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build();
    assertThat(who(TestIssuer.sign(claims, mac, new MACSigner(published))).status()).isEqualTo(401);

    JWSHeader other = new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("k1").build();
    assertThat(who(TestIssuer.sign(claims, other, new RSASSASigner(ALPHA.key))).status())
        .isEqualTo(401);

    JWSHeader own =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").jwk(BETA.key.toPublicJWK()).build();
    assertThat(who(TestIssuer.sign(claims, own, new RSASSASigner(BETA.key))).status())
        .isEqualTo(401);

    String good = ALPHA.sign(claims);
    assertThat(who(good.substring(0, good.length() - 4) + "AAAA").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"JWT,200", "at+jwt,200", "application/at+jwt,200", "logout+jwt,401", "JOSE,401"})
  void givenATypeOfToken_whenUsed_thenOnlyAccessTokensAreGood(String type, int status) {
    assertThat(who(ALPHA.sign(alpha().build(), new JOSEObjectType(type))).status())
        .isEqualTo(status);
    assertThat(who(ALPHA.sign(alpha().build(), null)).status()).isEqualTo(200);
  }

  @Test
  void givenADeniedToken_whenUsed_then401AndNoOther() {
    String jti = UUID.randomUUID().toString();
    String token = ALPHA.sign(alpha().jwtID(jti).build());
    assertThat(who(token).status()).isEqualTo(200);

    server.bean(TokenDenials.class).deny(ALPHA.name(), jti);
    server.bean(TokenDenials.class).deny(ALPHA.name(), jti);

    assertThat(who(token).status()).isEqualTo(401);
    assertThat(who(BETA.sign(beta("one", "patients").jwtID(jti).build())).status()).isEqualTo(200);
  }

  @Test
  void givenAnIssuerThatIsDown_whenItsTokenComes_then503AndAllOthersGoOn() {
    try (TestIssuer down = new TestIssuer("k1");
        AuthServer node =
            AuthServer.start(
                "issuers",
                "--bcda.auth.issuers.down.issuer=" + down.name(),
                "--bcda.auth.issuers.down.audience=" + TestIssuer.AUDIENCE,
                "--bcda.auth.issuers.alpha.issuer=" + ALPHA.name(),
                "--bcda.auth.issuers.alpha.audience=" + TestIssuer.AUDIENCE)) {
      down.behaviour = TestIssuer.Behaviour.DOWN;
      AuthHttp other = new AuthHttp(node.port());
      String token = down.sign(alpha().issuer(down.name()).build());

      Answer answer = other.get("/api/v2/whoami", token);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("10");
      assertThat(answer.json().at("/issue/0/code").asText()).isEqualTo("transient");
      assertThat(other.get("/auth/welcome", token).status()).isEqualTo(503);
      assertThat(other.get("/auth/welcome", ALPHA.sign(alpha().build())).status()).isEqualTo(200);
      String ours = other.token(server.newClient());
      assertThat(other.get("/auth/welcome", ours).status()).isEqualTo(200);
      // Never good, whatever the keys: nobody is asked.
      String hopeless = down.sign(alpha().issuer(down.name()).audience("x").build());
      assertThat(other.get("/auth/welcome", hopeless).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "issuer=https://bcda.example.org, this server itself",
    "issuer=https://BCDA.example.org/, this server itself",
    "issuer=http://issuer.example.org, no https address",
    "issuer=, no https address",
    "audience=, audience is missing",
    "algorithms=HS256, RS256",
    "algorithms=none, RS256",
    "algorithms=, RS256",
    "jwks-uri=ftp://x, no https address",
    "jwks-uri=https://user:pass@x.example.org/, no https address",
    "max-life=25h, 24 hours",
    "scope-map.writers=system/*.cud, cannot have",
    "scope-map.admins=bcda/admin, cannot have",
    "colour=red, no setting of an issuer"
  })
  void givenASettingThatCannotBe_whenStarted_thenRefusedWithItsName(String setting, String says) {
    String start = "--bcda.auth.issuers.bad.";
    String key = start + setting;
    String issuer = setting.startsWith("issuer") ? key : start + "issuer=https://i.example.org";
    String audience = setting.startsWith("audience") ? key : start + "audience=x";
    assertThatThrownBy(() -> AuthServer.start("refused", issuer, audience, key))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.auth.issuers.bad." + setting.split("[=.]")[0])
        .hasMessageContaining(says);
  }

  @Test
  void givenOneIssuerTwice_whenStarted_thenRefused() {
    assertThatThrownBy(
            () ->
                AuthServer.start(
                    "refused",
                    "--bcda.auth.issuers.a.issuer=https://i.example.org",
                    "--bcda.auth.issuers.a.audience=x",
                    "--bcda.auth.issuers.b.issuer=https://i.example.org/",
                    "--bcda.auth.issuers.b.audience=x"))
        .hasMessageContaining("named twice");
  }

  private static JWTClaimsSet.Builder alpha() {
    return times()
        .issuer(ALPHA.name())
        .claim("azp", "robot")
        .claim("aco", aco)
        .claim("scope", "openid system/Patient.rs system/Coverage.read profile");
  }

  private static JWTClaimsSet.Builder beta(String client, String... roles) {
    return times()
        .issuer(BETA.name())
        .claim("cid", client)
        .claim("organization", Map.of("acos", List.of(aco)))
        .claim("realm_access", Map.of("roles", List.of(roles)));
  }

  private static JWTClaimsSet.Builder times() {
    return new JWTClaimsSet.Builder()
        .jwtID(UUID.randomUUID().toString())
        .subject("service")
        .audience(TestIssuer.AUDIENCE)
        .issueTime(in(Duration.ZERO))
        .expirationTime(in(Duration.ofMinutes(5)));
  }

  private static Date in(Duration duration) {
    return Date.from(Instant.now().plus(duration));
  }

  private static Answer who(String token) {
    return http.get("/api/v2/whoami", token);
  }
}
