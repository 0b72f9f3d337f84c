package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import io.bcda.auth.AuthHttp.Answer;
import io.bcda.refusal.Refusal;
import io.bcda.settings.UnusableSetting;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that a client publishes: when they are fetched, and what a bad site can do. */
class JwksUrlIT {
  private static final String SCOPE = "system/Patient.rs";
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static AuthServer server;
  private static AuthHttp http;
  private TestJwksSite site;

  @BeforeAll
  static void start() {
    server = AuthServer.sandbox("jwks-url");
    http = new AuthHttp(server.port());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    site = new TestJwksSite();
  }

  @AfterEach
  void close() {
    site.close();
    server.clock().reset();
  }

  @Test
  void givenAUrl_whenAsserted_thenFetchedOnceAndKeptFiveMinutesAtMost() {
    site.serve(TestAssertion.jwks(RSA, EC), "Cache-Control", "public, max-age=86400");
    String client = clientAt(site.url());
    for (int i = 0; i < 3; i++) {
      assertThat(token(client, RSA)).isEqualTo(200);
      assertThat(token(client, EC)).isEqualTo(200);
    }
    assertThat(site.asked()).isEqualTo(1);
    server.clock().advance(Duration.ofMinutes(5));
    assertThat(token(client, RSA)).isEqualTo(200);
    assertThat(site.asked()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"no-store, 3", "'private, no-cache', 3", "max-age=0, 3", "max-age=60, 1", "x, 1"})
  void givenCacheControl_whenAssertedThrice_thenFetchedAsOftenAsItSays(String header, int times) {
    site.serve(TestAssertion.jwks(RSA), "Cache-Control", header);
    String client = clientAt(site.url());
    for (int i = 0; i < 3; i++) {
      assertThat(token(client, RSA)).isEqualTo(200);
    }
    assertThat(site.asked()).isEqualTo(times);
    server.clock().advance(Duration.ofSeconds(59));
    token(client, RSA);
    assertThat(site.asked()).isEqualTo(times == 1 ? 1 : times + 1);
    server.clock().advance(Duration.ofSeconds(2));
    token(client, RSA);
    assertThat(site.asked()).isEqualTo(header.equals("x") ? 1 : times == 1 ? 2 : times + 2);
  }

  @Test
  void givenANewKey_whenAsserted_thenFetchedAgainAndOldOnesGone() {
    site.serve(TestAssertion.jwks(RSA));
    String client = clientAt(site.url());
    assertThat(token(client, RSA)).isEqualTo(200);
    site.serve(TestAssertion.jwks(EC));
    server.clock().advance(Duration.ofSeconds(31));
    assertThat(token(client, EC)).isEqualTo(200);
    assertThat(token(client, RSA)).isEqualTo(401);
  }

  @Test
  void givenTenUnknownKids_whenAsserted_thenOneFetchAtMost() {
    site.serve(TestAssertion.jwks(RSA));
    String client = clientAt(site.url());
    assertThat(token(client, RSA)).isEqualTo(200);
    server.clock().advance(Duration.ofSeconds(31));
    for (int i = 0; i < 10; i++) {
      String jwt = TestAssertion.of(client, RSA).header("kid", "k" + i).jwt();
      assertThat(http.asserted(jwt, SCOPE).status()).isEqualTo(401);
    }
    assertThat(site.asked()).isEqualTo(2);
    assertThat(token(client, RSA)).isEqualTo(200);
  }

  @Test
  void givenASiteThatLetsNothingBeKept_whenFlooded_thenTwentyFetchesAMinute() {
    site.serve(TestAssertion.jwks(RSA), "Cache-Control", "no-store");
    String client = clientAt(site.url());
    for (int i = 0; i < 30; i++) {
      String jwt = TestAssertion.of(client, RSA).header("kid", "k" + i).jwt();
      assertThat(http.asserted(jwt, SCOPE).status()).isEqualTo(401);
    }
    assertThat(site.asked()).isEqualTo(20);
    server.clock().advance(Duration.ofMinutes(1));
    assertThat(token(client, RSA)).isEqualTo(200);
  }

  @Test
  void givenABadKeyAmongGood_whenAsserted_thenTheGoodOnesWork() {
    String good = TestAssertion.jwks(RSA, EC);
    String odd = "{\"kty\":\"RSA\",\"kid\":\"odd\",\"n\":\"\"},{\"kty\":\"new\"},{},";
    site.serve(good.replace("[", "[" + odd));
    String client = clientAt(site.url());
    assertThat(token(client, RSA)).isEqualTo(200);
    assertThat(token(client, EC)).isEqualTo(200);
  }

  @Test
  void givenTwoKeysOfOneKid_whenAsserted_thenRefused() {
    site.serve(TestAssertion.jwks(RSA, TestAssertion.rsa(RSA.getKeyID())));
    assertThat(token(clientAt(site.url()), RSA)).isEqualTo(401);
  }

  @Test
  void givenTheRegisteredUrlAsJku_whenAsserted_thenFineAndAnyOtherRefused() {
    site.serve(TestAssertion.jwks(RSA));
    String client = clientAt(site.url());
    assertThat(jku(client, site.url())).isEqualTo(200);
    assertThat(jku(client, site.url() + "#")).isEqualTo(401);
    assertThat(jku(client, site.url("/other"))).isEqualTo(401);
    assertThat(jku(client, "https://keys.example.org/jwks.json")).isEqualTo(401);
    assertThat(site.asked()).isEqualTo(1);
  }

  @Test
  void givenASiteThatFails_whenAsserted_thenOneAnswerAndARestAndThenItWorks() {
    String secret = "the site's own words";
    List<TestJwksSite.Page> pages =
        List.of(
            e -> TestJwksSite.send(e, 500, secret),
            e -> TestJwksSite.send(e, 404, secret),
            e -> TestJwksSite.send(e, 204, ""),
            e -> TestJwksSite.send(e, 200, secret),
            e -> TestJwksSite.send(e, 200, " ".repeat(70_000) + TestAssertion.jwks(RSA)));
    for (TestJwksSite.Page page : pages) {
      site.answer(page);
      String client = clientAt(site.url("/" + NEXT.incrementAndGet()));
      int before = site.asked();
      for (int i = 0; i < 5; i++) {
        Answer answer = http.asserted(jwt(client), SCOPE);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(unknown().body()).doesNotContain(secret);
      }
      assertThat(site.asked()).isEqualTo(before + 1);
      site.serve(TestAssertion.jwks(RSA));
      server.clock().advance(Duration.ofSeconds(6));
      assertThat(token(client, RSA)).isEqualTo(200);
      server.clock().reset();
    }
  }

  @Test
  void givenARedirect_whenAsserted_thenNotFollowed() throws IOException {
    try (TestJwksSite target = new TestJwksSite()) {
      target.serve(TestAssertion.jwks(RSA));
      site.answer(
          e -> {
            e.getResponseHeaders().add("Location", target.url());
            TestJwksSite.send(e, 302, "");
          });
      assertThat(token(clientAt(site.url()), RSA)).isEqualTo(401);
      assertThat(site.asked()).isEqualTo(1);
      assertThat(target.asked()).isZero();
    }
  }

  @Test
  void givenASiteWithoutEnd_whenAsserted_thenRefusedSoon() {
    site.answer(
        e -> {
          e.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(8192).getBytes();
          try (OutputStream out = e.getResponseBody()) {
            while (true) {
              out.write(spaces); // until the other side hangs up
            }
          }
        });
    long begin = System.nanoTime();
    assertThat(token(clientAt(site.url()), RSA)).isEqualTo(401);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void givenManyAssertionsAtOnce_whenNothingIsKnown_thenOneFetch() {
    site.serve(TestAssertion.jwks(RSA));
    String client = clientAt(site.url());
    List<CompletableFuture<Integer>> all =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> token(client, RSA)))
            .toList();
    assertThat(all).extracting(CompletableFuture::join).containsOnly(200);
    assertThat(site.asked()).isEqualTo(1);
  }

  @Test
  void givenUrlsThatLeadInside_whenRegistered_thenRefusedAndNotAsked() {
    String client = server.newClient().clientId();
    ClientKeyStore keys = server.bean(ClientKeyStore.class);
    for (String url : List.of("http://10.0.0.1/", "https://169.254.169.254/", "https://db/jwks")) {
      assertThatThrownBy(() -> keys.setUrl(client, url)).isInstanceOf(Refusal.class);
    }
    assertThat(keys.find(client).jwksUrl()).isEmpty();
  }

  /** The row was written by a sandbox; the database then went to a server. */
  @Test
  void givenAUrlOnLoopbackInTheDatabase_whenOutsideTheSandbox_thenNeverOpened() {
    site.serve(TestAssertion.jwks(RSA));
    String client = clientAt(site.url());
    try (AuthServer real = AuthServer.start("jwks-url")) {
      AuthHttp there = new AuthHttp(real.port());
      assertThat(there.asserted(jwt(client), SCOPE).status()).isEqualTo(401);
      assertThat(site.asked()).isZero();
      assertThat(token(client, RSA)).isEqualTo(200);
    }
  }

  @Test
  void givenTheLoopbackSetting_whenStartedOutsideTheSandbox_thenRefused() {
    assertThatThrownBy(() -> AuthServer.start("never", "--bcda.auth.jwks-on-loopback=true"))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.auth.jwks-on-loopback");
  }

  private static int jku(String client, String url) {
    String jwt = TestAssertion.of(client, RSA).header("jku", url).jwt();
    return http.asserted(jwt, SCOPE).status();
  }

  private static int token(String client, JWK key) {
    long exp = server.clock().instant().getEpochSecond() + 60;
    String jwt = TestAssertion.of(client, key).claim("exp", exp).jwt();
    return http.asserted(jwt, SCOPE).status();
  }

  private static String jwt(String client) {
    return TestAssertion.of(client, RSA).jwt();
  }

  private static Answer unknown() {
    return http.asserted(TestAssertion.of("nobody", RSA).jwt(), SCOPE);
  }

  private String clientAt(String url) {
    String client = server.newClient().clientId();
    server.bean(ClientKeyStore.class).setUrl(client, url);
    return client;
  }
}
