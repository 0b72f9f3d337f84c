package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.harness.Program;
import io.bcda.settings.RunMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fetch of a JWKS, from sites that mean no good. */
class JwksUrlFetchTest {
  private static final JwksUrlRules LOOPBACK = JwksUrlRulesTest.rules(true, RunMode.SANDBOX, 443);
  private static final Duration LONG = Duration.ofSeconds(30);
  private final List<String> asked = new ArrayList<>();
  private TestJwksSite site;

  @BeforeEach
  void open() throws IOException {
    site = new TestJwksSite();
    site.serve(TestAssertion.jwks(TestAssertion.RSA));
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** DNS rebinding: the first answer is checked, and a second one would lead elsewhere. */
  @Test
  void givenANameThatChangesItsMind_whenFetched_thenLookedUpOnceAndConnectedToWhatWasChecked()
      throws Exception {
    String url = site.url().replace("localhost", "keys.example.org");
    var addresses =
        new JwksUrlAddresses(
            LOOPBACK,
            host -> {
              asked.add(host);
              String address = asked.size() == 1 ? "127.0.0.1" : "10.0.0.1";
              return new InetAddress[] {InetAddress.getByName(address)};
            });
    List<String> hosts = new ArrayList<>();
    site.answer(
        e -> {
          hosts.add(e.getRequestHeaders().getFirst("Host"));
          TestJwksSite.send(e, 200, TestAssertion.jwks(TestAssertion.RSA));
        });
    try (JwksUrlFetch fetch = new JwksUrlFetch(addresses, LONG)) {
      assertThat(fetch.fetch(URI.create(url)).keys()).hasSize(1);
      assertThat(asked).containsExactly("keys.example.org");
      assertThat(hosts).containsExactly(URI.create(url).getAuthority());
      assertThatThrownBy(() -> fetch.fetch(URI.create(url)))
          .isInstanceOf(JwksUnavailable.class)
          .hasMessage("AddressNotPublic");
    }
    assertThat(hosts).hasSize(1);
  }

  @Test
  void givenAnAddressInsteadOfAName_whenFetched_thenCheckedTheSame() throws Exception {
    JwksUrlRules server = JwksUrlRulesTest.rules(false, RunMode.SERVER, 443);
    var addresses = new JwksUrlAddresses(server, InetAddress::getAllByName);
    try (JwksUrlFetch fetch = new JwksUrlFetch(addresses, LONG)) {
      for (String host : List.of("127.0.0.1", "localhost", "2130706433", "[::1]", "0.0.0.0")) {
        URI url = URI.create(site.url().replace("localhost", host));
        assertThatThrownBy(() -> fetch.fetch(url)).isInstanceOf(JwksUnavailable.class);
      }
    }
    assertThat(site.asked()).isZero();
  }

  @Test
  void givenASiteThatDrips_whenFetched_thenGivenUpInTime() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    site.answer(
        e -> {
          e.sendResponseHeaders(200, 0);
          try (OutputStream out = e.getResponseBody()) {
            while (!hungUp.await(20, TimeUnit.MILLISECONDS)) {
              out.write(' ');
              out.flush();
            }
          } catch (IOException | InterruptedException hangUp) {
            hungUp.countDown();
          }
        });
    try (JwksUrlFetch fetch = fetch(Duration.ofMillis(500))) {
      assertThatThrownBy(() -> fetch.fetch(URI.create(site.url())))
          .isInstanceOf(JwksUnavailable.class)
          .hasMessageContaining("not there within");
      assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
    }
  }

  @Test
  void givenACompressedAnswer_whenFetched_thenNotUnpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(TestAssertion.jwks(TestAssertion.RSA).getBytes());
    }
    List<String> accepted = new ArrayList<>();
    site.answer(
        e -> {
          accepted.add(String.valueOf(e.getRequestHeaders().getFirst("Accept-Encoding")));
          e.getResponseHeaders().add("Content-Encoding", "gzip");
          e.sendResponseHeaders(200, packed.size());
          e.getResponseBody().write(packed.toByteArray());
        });
    try (JwksUrlFetch fetch = fetch(LONG)) {
      assertThatThrownBy(() -> fetch.fetch(URI.create(site.url())))
          .isInstanceOf(JwksUnavailable.class)
          .hasMessage("no JWKS");
    }
    assertThat(accepted).containsExactly("null");
  }

  @Test
  void givenACertificateThatNobodyVouchesFor_whenFetched_thenRefused(@TempDir Path folder)
      throws Exception {
    Path store = folder.resolve("self-signed.p12");
    String line =
        "-genkeypair -alias site -keyalg EC -dname CN=localhost -ext san=dns:localhost"
            + " -storepass changeit -keystore "
            + store;
    new Program(Path.of(System.getProperty("java.home"), "bin", "keytool")).run(line.split(" "));
    try (TestJwksSite secure = TestJwksSite.secure(store, "changeit");
        JwksUrlFetch fetch = fetch(LONG)) {
      secure.serve(TestAssertion.jwks(TestAssertion.RSA));
      assertThatThrownBy(() -> fetch.fetch(URI.create(secure.url())))
          .isInstanceOf(JwksUnavailable.class)
          .hasMessage("SSLHandshakeException");
      assertThat(secure.asked()).isZero();
    }
  }

  @Test
  void givenManyFetches_whenOneHangs_thenTheOthersGoOn() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (TestJwksSite slow = new TestJwksSite();
        JwksUrlFetch fetch = fetch(LONG)) {
      CountDownLatch begun = new CountDownLatch(1);
      slow.answer(
          e -> {
            begun.countDown();
            try {
              end.await();
            } catch (InterruptedException stop) {
              Thread.currentThread().interrupt();
            }
          });
      Thread hanging =
          new Thread(
              () -> {
                try {
                  fetch.fetch(URI.create(slow.url()));
                } catch (JwksUnavailable expected) {
                  // It ends with the test.
                }
              });
      hanging.start();
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(fetch.fetch(URI.create(site.url())).keys()).hasSize(1);
      end.countDown();
      hanging.join();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 300",
    "public, 300",
    "max-age=10, 10",
    "'max-age=10, private', 10",
    "MAX-AGE = 10, 10",
    "max-age=99999999999, 300",
    "max-age=0, 0",
    "no-store, 0",
    "'max-age=60, No-Store', 0",
    "no-cache, 0",
    "s-maxage=7, 300"
  })
  void givenCacheControl_whenRead_thenKeptSoLong(String header, int seconds) {
    assertThat(JwksUrlFetch.keep(header)).isEqualTo(Duration.ofSeconds(seconds));
  }

  private static JwksUrlFetch fetch(Duration deadline) {
    return new JwksUrlFetch(new JwksUrlAddresses(LOOPBACK, InetAddress::getAllByName), deadline);
  }
}
