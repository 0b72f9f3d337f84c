package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.AuthHttp.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an answer says to browsers and caches, with TLS ended by a proxy or not at all. */
class TransportHeadersIT {
  private static final List<String> PATHS =
      List.of("/api/v2/metadata", "/api/v2/whoami", "/auth/token", "/auth/jwks", "/", "/unknown");

  private static AuthServer server;
  private static AuthHttp http;

  @BeforeAll
  static void start() {
    server = AuthServer.start("transport", "--bcda.trusted-proxies=127.0.0.1");
    http = new AuthHttp(server.port());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void givenHttpsAtTheProxy_whenAnswered_thenTheBrowserIsToldToStayWithIt() {
    for (String path : PATHS) {
      Answer answer = http.send(http.request(path).header("X-Forwarded-Proto", "https").GET());
      assertThat(answer.header("Strict-Transport-Security"))
          .as(path)
          .isEqualTo("max-age=31536000 ; includeSubDomains");
    }
  }

  @Test
  void givenPlainHttp_whenAnswered_thenNothingOfTheKind() {
    for (String path : PATHS) {
      assertThat(http.get(path).headers().firstValue("Strict-Transport-Security"))
          .as(path)
          .isEmpty();
    }
  }

  @Test
  void givenAnotherHostInTheProxysHeaders_whenAddressesAreTold_thenTheyAreThePublicUrls() {
    for (String path :
        List.of("/.well-known/smart-configuration", "/.well-known/oauth-authorization-server")) {
      Answer answer =
          http.send(
              http.request(path)
                  .header("X-Forwarded-Host", "evil.example")
                  .header("X-Forwarded-Port", "81")
                  .header("X-Forwarded-Prefix", "/evil")
                  .header("Forwarded", "host=evil.example")
                  .GET());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains(AuthServer.PUBLIC_URL).doesNotContain("evil", ":81");
    }
  }

  @Test
  void givenAPageOfAnotherSite_whenItAsks_thenNoAnswerLetsItRead() {
    for (String path : PATHS) {
      String preflight =
          http.raw(
              ("OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                  + "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"
                  + "Access-Control-Request-Headers: authorization\r\n\r\n");
      String simple =
          http.raw(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                  + "Origin: https://evil.example\r\n\r\n");
      assertThat(preflight).as(path).matches("(?s)HTTP/1.1 (401|404|405) .*");
      assertThat(preflight)
          .contains("application/")
          .doesNotContainIgnoringCase("access-control-allow");
      assertThat(simple).doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @Test
  void givenTraceOrTrack_whenSent_then405AndNothingEchoed() {
    for (String method : List.of("TRACE", "TRACK", "PROPFIND", "DEBUG")) {
      String answer =
          http.raw(
              (method + " /api/v2/metadata HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                  + "Authorization: Bearer hidden\r\n\r\n");
      assertThat(answer).as(method).startsWith("HTTP/1.1 405").doesNotContain("hidden");
    }
  }

  @Test
  void givenAnyAnswer_whenRead_thenNoRefererIsToBeSentOn() {
    for (String path : PATHS) {
      assertThat(http.get(path).header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
    }
  }
}
