package io.bcda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server with a certificate of its own, set up as hapi.application.yaml tells. */
class TlsIT {
  private static final int ECDHE_RSA_AES_128_GCM = 0xC02F;
  private static final int ECDHE_RSA_AES_256_GCM = 0xC030;
  private static final int ECDHE_RSA_CHACHA20 = 0xCCA8;
  private static final int ECDHE_RSA_AES_128_CBC_SHA256 = 0xC027;
  private static final int ECDHE_RSA_AES_256_CBC_SHA = 0xC014;
  private static final int DHE_RSA_AES_256_GCM = 0x009F;
  private static final int RSA_AES_128_GCM = 0x009C;
  private static final int RSA_AES_128_CBC_SHA = 0x002F;
  private static final int RSA_3DES = 0x000A;
  private static final int RSA_RC4_SHA = 0x0005;
  private static final int HANDSHAKE_FAILURE = 40;
  private static final int PROTOCOL_VERSION = 70;

  @TempDir static Path folder;
  private static SmallServer server;

  @BeforeAll
  static void start() throws IOException {
    TestCertificate.make(folder, "first").writeTo(folder);
    server = SmallServer.start(settings(folder).toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> settings(Path files) {
    return List.of(
        "server.ssl.bundle=bcda",
        "management.server.ssl.bundle=bcda",
        "spring.ssl.bundle.pem.bcda.keystore.certificate=file:" + files.resolve("cert.pem"),
        "spring.ssl.bundle.pem.bcda.keystore.private-key=file:" + files.resolve("key.pem"),
        "spring.ssl.bundle.watch.file.quiet-period=100ms");
  }

  static Stream<Integer> ports() {
    return Stream.of(server.port(), server.managementPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void givenAVersionOfToday_whenConnected_thenServedByIt(String version) throws Exception {
    assertThat(get(server.port(), "/whence", version).sslSession())
        .map(SSLSession::getProtocol)
        .hasValue(version);
    assertThat(get(server.port(), "/whence", version).body()).contains("\"secure\":true");
  }

  @Test
  void givenTheOperatorsPort_whenItHasABundleToo_thenItSpeaksTls() throws Exception {
    assertThat(get(server.managementPort(), "/actuator/health", "TLSv1.3").body())
        .contains("\"status\":\"UP\"");
  }

  @ParameterizedTest
  @MethodSource("ports")
  void givenAnOldVersion_whenOffered_thenRefused(int port) {
    List<Integer> old = List.of(ECDHE_RSA_AES_256_CBC_SHA, RSA_AES_128_CBC_SHA, RSA_3DES);
    for (int version : List.of(Handshake.TLS_1_0, Handshake.TLS_1_1)) {
      assertThat(Handshake.answer(port, version, old)).isEqualTo("alert " + PROTOCOL_VERSION);
    }
  }

  @ParameterizedTest
  @MethodSource("ports")
  void givenASuiteOfTls12_whenOffered_thenOnlyThoseWithForwardSecrecyAndAeadAreTaken(int port) {
    for (int good : List.of(ECDHE_RSA_AES_128_GCM, ECDHE_RSA_AES_256_GCM, ECDHE_RSA_CHACHA20)) {
      assertThat(Handshake.answer(port, Handshake.TLS_1_2, List.of(good)))
          .as("%x", good)
          .isEqualTo("hello");
    }
    for (int weak :
        List.of(
            ECDHE_RSA_AES_128_CBC_SHA256,
            ECDHE_RSA_AES_256_CBC_SHA,
            DHE_RSA_AES_256_GCM,
            RSA_AES_128_GCM,
            RSA_AES_128_CBC_SHA,
            RSA_3DES,
            RSA_RC4_SHA)) {
      assertThat(Handshake.answer(port, Handshake.TLS_1_2, List.of(weak)))
          .as("%x", weak)
          .isEqualTo("alert " + HANDSHAKE_FAILURE);
    }
  }

  @Test
  void givenOtherFiles_whenTheyReplaceTheOld_thenServedWithoutAFailedRequest() throws Exception {
    Path files = Files.createDirectory(folder.resolve("replaced"));
    TestCertificate.make(folder, "before").writeTo(files);
    TestCertificate after = TestCertificate.make(folder, "after");
    AtomicBoolean done = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    try (SmallServer own = SmallServer.start(settings(files).toArray(String[]::new))) {
      assertThat(subject(own.port())).isEqualTo("CN=before");
      CompletableFuture<Integer> clients =
          CompletableFuture.supplyAsync(() -> ask(own.port(), done, failures));
      after.writeTo(files);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(subject(own.port())).isEqualTo("CN=after");
                assertThat(subject(own.managementPort())).isEqualTo("CN=after");
              });
      done.set(true);
      assertThat(clients.join()).isPositive();
      assertThat(failures).isEmpty();

      // A key of another certificate is not taken; the server goes on with what it has.
      Files.writeString(files.resolve("cert.pem"), Files.readString(folder.resolve("cert.pem")));
      Awaitility.await()
          .during(Duration.ofMillis(800))
          .atMost(Duration.ofSeconds(20))
          .until(() -> subject(own.port()).equals("CN=after"));
    }
  }

  @Test
  void givenAKeyOfAnotherCertificate_whenStarted_thenItDoesNotStart() throws Exception {
    Path files = Files.createDirectory(folder.resolve("mixed"));
    TestCertificate.make(folder, "one").writeTo(files);
    String certificate = Files.readString(files.resolve("cert.pem"));
    TestCertificate.make(folder, "two").writeTo(files);
    Files.writeString(files.resolve("cert.pem"), certificate);
    assertThatThrownBy(() -> SmallServer.start(settings(files).toArray(String[]::new)))
        .rootCause()
        .hasMessageContaining("rivate key");
  }

  /** One connection after another, each with a handshake of its own. */
  private static int ask(int port, AtomicBoolean done, List<Throwable> failures) {
    int asked = 0;
    while (!done.get() || asked == 0) {
      try {
        if (get(port, "/whence", "TLSv1.3").statusCode() != 200) {
          failures.add(new AssertionError("not 200"));
        }
      } catch (Exception e) {
        failures.add(e);
      }
      asked++;
    }
    return asked;
  }

  private static String subject(int port) throws Exception {
    SSLSession session = get(port, "/", "TLSv1.3").sslSession().orElseThrow();
    return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
  }

  private static HttpResponse<String> get(int port, String path, String version) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
    SSLParameters parameters = trusting.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {version});
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting)
            .sslParameters(parameters)
            .build();
    return http.send(
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Who the server is, is not the matter here. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
