package io.bcda.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operator's program, over real HTTP on the management port. */
final class OperatorHttp {
  private static final Map<TestServer, OperatorHttp> SHARED = new EnumMap<>(TestServer.class);
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String clientId;
  private final @Nullable String token;

  private OperatorHttp(String base, String clientId, @Nullable String token) {
    this.base = base;
    this.clientId = clientId;
    this.token = token;
  }

  /** What the server said. */
  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      return AcoClient.json(body);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    String type() {
      return header("Content-Type").split(";")[0];
    }
  }

  /** A new operator's client with a token. */
  static OperatorHttp on(TestServer server) {
    IssuedSecret secret = server.bean(ClientStore.class).createOperator("test");
    String token = AcoClient.at(server.url(), secret.clientId(), secret.secret()).token();
    return new OperatorHttp(server.managementUrl(), secret.clientId(), token);
  }

  /** One that no test ends. */
  static synchronized OperatorHttp shared(TestServer server) {
    return SHARED.computeIfAbsent(server, OperatorHttp::on);
  }

  /** The same with another token, or none. */
  OperatorHttp with(@Nullable String other) {
    return new OperatorHttp(base, clientId, other);
  }

  /** The same at another address. */
  OperatorHttp at(String other) {
    return new OperatorHttp(other, clientId, token);
  }

  String clientId() {
    return clientId;
  }

  String token() {
    return String.valueOf(token);
  }

  int port() {
    return URI.create(base).getPort();
  }

  Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  Answer json(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  Answer file(String path, byte[] content) {
    return send(
        "POST",
        path,
        BodyPublishers.ofByteArray(content),
        "Content-Type",
        "application/octet-stream");
  }

  /** A form to a path that is none of the operators' API. */
  Answer outside(String path, BodyPublisher body, String... headers) {
    return to(
        base + path,
        HttpRequest.newBuilder()
            .method("POST", body)
            .header("Content-Type", "application/x-www-form-urlencoded"),
        headers);
  }

  /** Headers are name, value, name, value. The path is below {@code /admin/v1}, or begins there. */
  Answer send(String method, String path, BodyPublisher body, String... headers) {
    String whole = path.startsWith("/admin") ? path : "/admin/v1" + path;
    HttpRequest.Builder request = HttpRequest.newBuilder().method(method, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return to(base + whole, request, headers);
  }

  private Answer to(String url, HttpRequest.Builder request, String... headers) {
    request.uri(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var r = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(r.statusCode(), r.headers(), r.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
