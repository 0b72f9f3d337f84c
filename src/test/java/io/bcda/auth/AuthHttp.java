package io.bcda.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client of the auth room, as programs write one. */
final class AuthHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  AuthHttp(int port) {
    this.port = port;
  }

  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    String text(String member) {
      return json().path(member).asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  Answer send(HttpRequest.Builder request) {
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

  static String basic(String id, String secret) {
    byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** As BCDA's clients ask: Basic and nothing else. */
  Answer bareToken(String id, String secret) {
    return send(
        request("/auth/token")
            .header("Authorization", basic(id, secret))
            .POST(BodyPublishers.noBody()));
  }

  Answer bareToken(IssuedSecret secret) {
    return bareToken(secret.clientId(), secret.secret());
  }

  String token(IssuedSecret secret) {
    return bareToken(secret).text("access_token");
  }

  /** A form to an OAuth endpoint. */
  Answer form(String path, IssuedSecret as, String body) {
    return send(
        request(path)
            .header("Authorization", basic(as.clientId(), as.secret()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A form without a header that tells who sends it. */
  Answer form(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A token for an assertion, as SMART's clients ask. */
  Answer asserted(String jwt, String scope) {
    String scoped = "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    return form("/auth/token", "grant_type=client_credentials&" + TestAssertion.form(jwt) + scoped);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer get(String path, String token) {
    return send(request(path).header("Authorization", "Bearer " + token).GET());
  }

  Answer method(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  /** What no HTTP library sends. The whole answer as text. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
