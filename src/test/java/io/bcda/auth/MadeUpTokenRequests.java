package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.RSA;

import com.nimbusds.jose.jwk.JWK;
import io.bcda.harness.Damage;
import io.bcda.harness.HttpFuzz;
import io.bcda.harness.Pick;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests to the endpoints with client credentials, right in some things and wrong in others. */
final class MadeUpTokenRequests implements HttpFuzz.Requests {
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final List<Object> VALUES =
      List.of(
          "",
          "x",
          " ",
          "\0",
          "none",
          "RS384",
          "a".repeat(9_000),
          -1,
          0,
          1e300,
          Long.MAX_VALUE,
          true,
          List.of(),
          List.of("a", 1, List.of()),
          Map.of(),
          Map.of("a", Map.of("b", 1)),
          nested(900),
          "\u202e\ud83d\ude00",
          "2026-01-01",
          List.of("exp"),
          "https://10.0.0.1/k");
  private final IssuedSecret client;
  private final String token;
  private final String audience;

  /**
   * @param client with the keys RSA and EC
   * @param token an access token
   */
  MadeUpTokenRequests(IssuedSecret client, String token, String audience) {
    this.client = client;
    this.token = token;
    this.audience = audience;
  }

  private static Object nested(int depth) {
    Object value = 1;
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  @Override
  public byte[] next(Random random) {
    Pick pick = new Pick(random);
    String body = body(pick);
    List<String> headers = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
    headers.addAll(credentials(pick));
    headers.addAll(contents(pick, body));
    if (pick.once(8)) {
      headers.add(
          pick.of(
              "Expect: 100-continue",
              "Content-Encoding: gzip",
              "X-Forwarded-For: 10.0.0.1",
              "Accept: text/html",
              "Accept-Charset: utf-16",
              "Cookie: JSESSIONID=1",
              "Origin: null",
              "Transfer-Encoding: chunked",
              "Upgrade: h2c",
              "X: " + pick.odd()));
    }
    if (pick.once(10)) {
      Collections.shuffle(headers, random);
    }
    String path = pick.of("token", "token", "token", "token", "token", "revoke", "introspect");
    String line = (pick.once(40) ? "GET" : "POST") + " /auth/" + path;
    line += pick.once(40) ? "?" + pick.damaged("scope=x") : "";
    String request = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    return pick.once(4) ? Damage.some(bytes, random) : bytes;
  }

  private List<String> credentials(Pick pick) {
    String pair = client.clientId() + ":" + client.secret();
    return switch (pick.below(8)) {
      case 0, 1 -> List.of("Authorization: " + basic(pair));
      case 2 -> List.of("Authorization: " + basic(pick.damaged(pair)));
      case 3 -> List.of("Authorization: " + pick.damaged(basic(pair)));
      case 4 ->
          List.of(
              "authorization: "
                  + pick.of("Bearer " + token, "Basic", "basic  ", "Basic =", "Digest x=y", ""));
      case 5 -> List.of("Authorization: " + basic(pair), "Authorization: " + basic("a:b"));
      default -> List.of();
    };
  }

  private static String basic(String pair) {
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> contents(Pick pick, String body) {
    List<String> headers = new ArrayList<>();
    if (!pick.once(12)) {
      headers.add(
          "Content-Type: "
              + (pick.once(4)
                  ? pick.of(
                      "application/json",
                      "multipart/form-data",
                      "multipart/form-data; boundary=b",
                      "application/x-www-form-urlencoded; charset=utf-16",
                      "application/x-www-form-urlencoded; charset=" + pick.odd(),
                      "",
                      "x",
                      "/")
                  : "application/x-www-form-urlencoded"));
    }
    if (!pick.once(12)) {
      int length = body.length();
      headers.add(
          "Content-Length: "
              + (pick.once(12)
                  ? pick.of(length / 2, length + 9, -1, 70_000, "x", "1, 2")
                  : length));
    }
    return headers;
  }

  private String body(Pick pick) {
    List<String> form = new ArrayList<>();
    if (!pick.once(6)) {
      form.add(
          "grant_type="
              + (pick.once(5)
                  ? encoded(
                      pick,
                      pick.of(
                          "password",
                          "",
                          "authorization_code",
                          "refresh_token",
                          "urn:ietf:params:oauth:grant-type:token-exchange",
                          pick.odd()))
                  : "client_credentials"));
    }
    if (pick.once(2)) {
      form.add(
          "scope=" + encoded(pick, pick.damaged("system/*.rs system/Patient.read?_id=1 openid")));
    }
    if (pick.once(2)) {
      form.add("client_assertion_type=" + encoded(pick, pick.once(6) ? pick.damaged(TYPE) : TYPE));
      form.add("client_assertion=" + assertion(pick));
    }
    if (pick.once(6)) {
      form.add("token=" + pick.damaged(token));
    }
    if (pick.once(8)) {
      form.add(
          pick.of(
                  "client_id",
                  "client_secret",
                  "resource",
                  "token_type_hint",
                  "dpop",
                  "=",
                  "%",
                  "a[]",
                  "%00")
              + "="
              + encoded(pick, pick.odd()));
    }
    if (pick.once(12)) {
      form.add(pick.of(form.isEmpty() ? List.of("") : form)); // one of them twice
    }
    if (pick.once(60)) {
      form.addAll(Collections.nCopies(12_000, "a=b"));
    }
    return String.join("&", form);
  }

  private static String encoded(Pick pick, String value) {
    return pick.once(15) ? value : URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private String assertion(Pick pick) {
    JWK key = pick.of(RSA, EC);
    TestAssertion assertion = TestAssertion.of(client.clientId(), key, audience);
    for (int i = pick.below(3); i > 0; i--) {
      Object value = pick.once(6) ? null : pick.of(VALUES);
      if (pick.once(2)) {
        assertion.header(
            pick.of(
                "typ", "kid", "jku", "jwk", "x5c", "crit", "zip", "b64", "cty", "x5t", "iv", "p2c"),
            value);
      } else {
        assertion.claim(
            pick.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scope", "x"), value);
      }
    }
    if (pick.once(6)) {
      // Signed by the key it has, or not at all.
      String[] own = key == RSA ? new String[] {"RS256", "HS384"} : new String[] {"PS384", "dir"};
      assertion.header("alg", pick.once(2) ? pick.of(own) : pick.of("none", "", "es384"));
    }
    String jwt = assertion.jwt();
    return switch (pick.below(8)) {
      case 0 -> pick.damaged(jwt);
      case 1 -> inside(pick, jwt);
      case 2 -> pick.of(token, "", ".", "..", "....", "e30.e30.", jwt + "." + jwt, jwt + "=");
      default -> jwt;
    };
  }

  /** One part is decoded, damaged and encoded again. */
  private static String inside(Pick pick, String jwt) {
    String[] parts = jwt.split("\\.");
    int at = pick.below(parts.length);
    String plain =
        new String(Base64.getUrlDecoder().decode(parts[at]), StandardCharsets.ISO_8859_1);
    parts[at] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(pick.damaged(plain).getBytes(StandardCharsets.ISO_8859_1));
    return String.join(".", parts);
  }
}
