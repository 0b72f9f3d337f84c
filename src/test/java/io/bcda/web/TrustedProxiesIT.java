package io.bcda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts on where a request came from. Each request comes from 127.0.0.1. */
class TrustedProxiesIT {
  private static SmallServer behindProxies;
  private static SmallServer open;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    behindProxies = SmallServer.start("bcda.trusted-proxies=127.0.0.0/8,10.1.0.0/16,fd00::/64");
    open = SmallServer.start("bcda.trusted-proxies=10.1.0.0/16");
  }

  @AfterAll
  static void stop() {
    Stream.of(behindProxies, open).forEach(SmallServer::close);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9|203.0.113.9",
        "203.0.113.9:4711|203.0.113.9",
        "2001:db8::7|2001:db8:0:0:0:0:0:7",
        "[2001:db8::7]:443|2001:db8:0:0:0:0:0:7",
        // What stands left of the last stranger, the stranger wrote.
        "198.51.100.1, 203.0.113.9|203.0.113.9",
        "198.51.100.1, 203.0.113.9, 10.1.2.3|203.0.113.9",
        "198.51.100.1, 203.0.113.9, fd00::1, 10.1.2.3|203.0.113.9",
        "127.0.0.1, 203.0.113.9|203.0.113.9",
        "10.1.2.3|10.1.2.3",
        // What is no address ends the chain at the proxy that passed it on.
        "203.0.113.9, unknown|127.0.0.1",
        "203.0.113.9, bcda.example.org, 10.1.2.3|10.1.2.3",
        "203.0.113.9, |127.0.0.1",
        "1.2.3.4.5|127.0.0.1",
        "256.1.1.1|127.0.0.1",
        "16909060|127.0.0.1",
      })
  void givenATrustedProxy_whenItSaysForWhom_thenTheLastUntrustedAddressCounts(
      String forwarded, String address) {
    assertThat(seen(behindProxies, "X-Forwarded-For", forwarded).get("address").asText())
        .isEqualTo(address);
  }

  @Test
  void givenSeveralHeaders_whenRead_thenTheyAreOneList() {
    JsonNode seen =
        seen(
            behindProxies,
            "X-Forwarded-For",
            "198.51.100.1",
            "X-Forwarded-For",
            "203.0.113.9, 10.1.2.3");
    assertThat(seen.get("address").asText()).isEqualTo("203.0.113.9");
  }

  @Test
  void givenAPeerThatIsNoTrustedProxy_whenItForwards_thenIgnored() {
    JsonNode seen =
        seen(
            open,
            "X-Forwarded-For",
            "203.0.113.9",
            "X-Forwarded-Proto",
            "https",
            "Forwarded",
            "for=203.0.113.9;proto=https");
    assertThat(seen.get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(seen.get("scheme").asText()).isEqualTo("http");
    assertThat(seen.get("secure").asBoolean()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {"https|true", "HTTPS|true", "http|false", "https, http|false", "ftp|false"})
  void givenATrustedProxy_whenItSaysTheScheme_thenItCountsIfAllSayHttps(
      String forwarded, boolean secure) {
    JsonNode seen = seen(behindProxies, "X-Forwarded-Proto", forwarded);
    assertThat(seen.get("secure").asBoolean()).isEqualTo(secure);
    assertThat(seen.get("scheme").asText()).isEqualTo(secure ? "https" : "http");
  }

  @Test
  void givenATrustedProxy_whenItSaysAnotherHost_thenIgnored() {
    JsonNode seen =
        seen(
            behindProxies,
            "X-Forwarded-Host",
            "evil.example",
            "X-Forwarded-Port",
            "1",
            "Forwarded",
            "host=evil.example");
    assertThat(seen.get("host").asText()).isEqualTo("127.0.0.1");
  }

  /** A connection serves one client after another. */
  @Test
  void givenAConnection_whenTheNextRequestForwardsNothing_thenNothingIsLeftOfTheLast() {
    seen(behindProxies, "X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https");
    JsonNode next = seen(behindProxies, "X-Else", "x");
    assertThat(next.get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(next.get("secure").asBoolean()).isFalse();
    assertThat(next.get("scheme").asText()).isEqualTo("http");
  }

  @ParameterizedTest
  @CsvSource({
    "bcda.trusted-proxies=proxy.example.org,bcda.trusted-proxies",
    "bcda.trusted-proxies=10.0.0.0/33,bcda.trusted-proxies",
    "server.forward-headers-strategy=native,bcda.trusted-proxies",
  })
  void givenASettingThatWouldTrustTheWrong_whenStarted_thenItDoesNotStart(
      String setting, String told) {
    assertThatThrownBy(() -> SmallServer.start(setting)).hasStackTraceContaining(told);
  }

  private JsonNode seen(SmallServer server, String... headers) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/whence"))
              .headers(headers)
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
