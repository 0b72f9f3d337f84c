package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.bcda.auth.AuthHttp.Answer;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which door opens to whom, over HTTP. */
class SecurityChainsIT {
  private static AuthServer server;
  private static AuthHttp http;
  private static IssuedSecret client;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
    client = server.newClient();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v2/whoami", "/api/v2", "/api/v2/Patient/1", "/data/job/file"})
  void givenNoToken_whenGuarded_then401AsOperationOutcome(String path) {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      Answer answer = http.method(method, path);
      assertThat(answer.status()).as(method).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bcda\"");
      assertOutcome(answer, "login");
    }
    assertThat(http.method("HEAD", path).status()).isEqualTo(401);
  }

  @Test
  void givenAToken_whenGuarded_thenTheAcoIsKnown() {
    Answer answer = http.get("/api/v2/whoami", http.token(client));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("aco")).isEqualTo(server.acoOf(client));
    assertThat(answer.text("clientId")).isEqualTo(client.clientId());
    assertThat(answer.json().get("readable").toString())
        .isEqualTo("[\"PATIENT\",\"COVERAGE\",\"EXPLANATION_OF_BENEFIT\"]");
    assertThat(http.get("/auth/welcome", http.token(client)).body())
        .isEqualTo("{\"success\":\"Welcome to the Beneficiary Claims Data API!\"}");
  }

  @Test
  void givenATokenInTheQuery_whenGuarded_then401() {
    String token = http.token(client);
    assertThat(http.get("/api/v2/whoami?access_token=" + token).status()).isEqualTo(401);
  }

  @Test
  void givenAnotherScheme_whenGuarded_then401() {
    Answer basic =
        http.send(
            http.request("/api/v2/whoami")
                .header("Authorization", AuthHttp.basic(client.clientId(), client.secret()))
                .GET());
    assertThat(basic.status()).isEqualTo(401);
    assertOutcome(basic, "login");
  }

  @Test
  void givenForgedTokens_whenGuarded_then401() throws Exception {
    String good = http.token(client);
    SignedJWT parsed = SignedJWT.parse(good);
    JWTClaimsSet claims = parsed.getJWTClaimsSet();
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(parsed.getHeader().getKeyID()).generate();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS384)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(foreign.getKeyID())
            .build();
    SignedJWT forged = new SignedJWT(header, claims);
    forged.sign(new RSASSASigner(foreign));
    String[] parts = good.split("\\.");
    List<String> bad =
        List.of(
            "garbage",
            "a.b.c",
            forged.serialize(),
            new PlainJWT(claims).serialize(),
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse());
    for (String token : bad) {
      Answer answer = http.get("/api/v2/whoami", token);
      assertThat(answer.status()).as(token).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
      assertOutcome(answer, "login");
    }
  }

  @Test
  void givenOurKeyButOtherClaims_whenGuarded_then401() throws Exception {
    SignedJWT good = SignedJWT.parse(http.token(client));
    RSAKey key = signingKey();
    JWTClaimsSet ok = good.getJWTClaimsSet();
    Stream<JWTClaimsSet> bad =
        Stream.of(
            new JWTClaimsSet.Builder(ok).issuer("https://other.example.org").build(),
            new JWTClaimsSet.Builder(ok).audience("https://bcda.example.org").build(),
            new JWTClaimsSet.Builder(ok).expirationTime(null).build(),
            new JWTClaimsSet.Builder(ok).expirationTime(new Date(1)).build(),
            new JWTClaimsSet.Builder(ok).jwtID(null).build(),
            new JWTClaimsSet.Builder(ok).claim("aco", "A0001").build(),
            new JWTClaimsSet.Builder(ok).claim("client_id", "nobody").build());
    for (JWTClaimsSet claims : bad.toList()) {
      assertThat(http.get("/api/v2/whoami", signed(good.getHeader(), claims, key)).status())
          .as(claims.toString())
          .isEqualTo(401);
    }
    assertThat(http.get("/api/v2/whoami", signed(good.getHeader(), ok, key)).status())
        .isEqualTo(200);
    JWSHeader plain =
        new JWSHeader.Builder(JWSAlgorithm.RS384)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    assertThat(http.get("/api/v2/whoami", signed(plain, ok, key)).status()).isEqualTo(401);
  }

  @Test
  void givenAScopeThatOpensNoType_whenGuarded_thenInAndNothingReadable() {
    Answer token =
        http.form("/auth/token", client, "grant_type=client_credentials&scope=system/Patient.r");
    assertThat(token.text("scope")).isEqualTo("system/Patient.r");

    Answer answer = http.get("/api/v2/whoami", token.text("access_token"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("readable")).isEmpty();
  }

  @Test
  void givenAnOpenPath_whenReadWithOrWithoutToken_thenServed() {
    assertThat(http.get("/api/v2/metadata").body()).isEqualTo("nobody");
    assertThat(http.get("/api/v2/metadata", "garbage").status()).isEqualTo(200);
    assertThat(http.method("HEAD", "/auth/jwks").status()).isEqualTo(200);

    Answer post = http.method("POST", "/api/v2/metadata");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
    assertOutcome(post, "not-supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/unknown",
        "/error",
        "/actuator",
        "/actuator/health",
        "/oauth2/authorize",
        "/oauth2/device_authorization",
        "/.well-known/openid-configuration",
        "/admin/v1/clients",
        "/h2-console"
      })
  void givenAPathThatNoChainNames_whenAsked_then404(String path) {
    for (Answer answer : List.of(http.get(path), http.get(path, http.token(client)))) {
      assertThat(answer.status()).isEqualTo(404);
      assertOutcome(answer, "not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v2/../whoami",
        "GET /api//v2/whoami",
        "GET /api/v2/whoami;a=b",
        "GET /api/v2/%2e%2e/whoami",
        "GET /api/v2/whoami%0a"
      })
  void givenAnAbnormalPath_whenAsked_then400AsOperationOutcome(String line) {
    String answer =
        http.raw(line + " HTTP/1.1\r\nHost: bcda.example.org\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(answer).contains("application/fhir+json").contains("OperationOutcome");
    assertThat(answer).doesNotContain("Exception");
  }

  @Test
  void givenAnUnknownMethod_whenAsked_then405AsOperationOutcome() {
    String answer =
        http.raw("FOO /api/v2/whoami HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 405").contains("OperationOutcome");
  }

  @Test
  void givenAnyAnswer_whenRead_thenSecurityHeadersAndNoCookie() {
    for (Answer answer :
        List.of(
            http.get("/api/v2/whoami"),
            http.get("/unknown"),
            http.get("/api/v2/metadata"),
            http.bareToken(client))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.header("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void givenDiscovery_whenRead_thenWhatIsThereAndNothingElse() {
    JsonNode smart = http.get("/.well-known/smart-configuration").json();
    assertThat(http.get("/api/v2/.well-known/smart-configuration").json()).isEqualTo(smart);
    assertThat(smart.get("token_endpoint").asText())
        .isEqualTo("https://bcda.example.org/auth/token");
    assertThat(texts(smart, "token_endpoint_auth_methods_supported"))
        .containsExactly("client_secret_basic", "private_key_jwt");
    assertThat(texts(smart, "token_endpoint_auth_signing_alg_values_supported"))
        .containsExactly("RS384", "ES384");
    assertThat(texts(smart, "grant_types_supported")).containsExactly("client_credentials");
    assertThat(texts(smart, "capabilities"))
        .contains("client-confidential-symmetric", "client-confidential-asymmetric");
    assertThat(smart.has("authorization_endpoint")).isFalse();

    JsonNode server = http.get("/.well-known/oauth-authorization-server").json();
    assertThat(server.get("issuer").asText()).isEqualTo("https://bcda.example.org");
    assertThat(server.has("authorization_endpoint")).isFalse();
    assertThat(server.has("response_types_supported")).isFalse();
    assertThat(http.get("/_auth").text("auth_provider")).isEqualTo("bcda");
  }

  @Test
  void givenDiscovery_whenItsEndpointsAreAsked_thenEachAnswersAsAdvertised() {
    JsonNode smart = http.get("/.well-known/smart-configuration").json();
    for (String name : List.of("token_endpoint", "revocation_endpoint", "introspection_endpoint")) {
      String path = smart.get(name).asText().substring("https://bcda.example.org".length());
      assertThat(http.form(path, client, "token=x").status()).as(name).isEqualTo(200);
    }
    for (String scope : texts(smart, "scopes_supported")) {
      Answer granted =
          http.form("/auth/token", client, "grant_type=client_credentials&scope=" + scope);
      assertThat(granted.text("scope")).isEqualTo(scope);
    }
  }

  @Test
  void givenAcceptHtml_whenDiscovery_thenJsonAllTheSame() {
    Answer answer =
        http.send(
            http.request("/.well-known/smart-configuration").header("Accept", "text/html").GET());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }

  private static void assertOutcome(Answer answer, String code) {
    assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
    JsonNode outcome = answer.json();
    assertThat(outcome.get("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("error");
    assertThat(outcome.at("/issue/0/code").asText()).isEqualTo(code);
    assertThat(outcome.at("/issue/0/details/text").asText()).isNotBlank();
    assertThat(outcome.at("/issue/0/diagnostics").asText()).isNotBlank();
  }

  private static List<String> texts(JsonNode node, String member) {
    return StreamSupport.stream(node.get(member).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static RSAKey signingKey() throws Exception {
    String active = server.bean(SigningKeys.class).activeKid();
    StoredKey key =
        server.bean(SigningKeyStore.class).all().stream()
            .filter(k -> k.kid().equals(active))
            .findFirst()
            .orElseThrow();
    return (RSAKey) server.bean(KeySeal.class).openKey(active, key.sealed());
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }
}
