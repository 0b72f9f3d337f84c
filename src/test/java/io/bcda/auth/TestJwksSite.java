package io.bcda.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Where a client publishes its keys, on loopback; it counts how often it is asked. */
final class TestJwksSite implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Page page = exchange -> {};

  /** Answers a request. */
  @FunctionalInterface
  interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  TestJwksSite() throws IOException {
    this(HttpServer.create(anyPort(), 0));
  }

  private TestJwksSite(HttpServer server) {
    http = server;
    http.setExecutor(threads);
    http.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            page.answer(exchange);
          }
        });
    http.start();
  }

  /** With TLS, by the one key of a key store. */
  static TestJwksSite secure(Path keyStore, String password) throws Exception {
    KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, password.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new TestJwksSite(server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String url() {
    return url("/jwks.json");
  }

  String url(String path) {
    String scheme = http instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + http.getAddress().getPort() + path;
  }

  int asked() {
    return asked.get();
  }

  void answer(Page answer) {
    page = answer;
  }

  void serve(String body, String... headers) {
    answer(
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          send(exchange, 200, body);
        });
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
