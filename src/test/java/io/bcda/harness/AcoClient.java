package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.aco.AcoRegistry;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An ACO's program, over real HTTP: token, kick-off, poll, download. */
public final class AcoClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  private AcoClient(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** A client of the ACO, which is created if need be. */
  public static AcoClient of(TestServer server, String aco) {
    AcoRegistry acos = server.bean(AcoRegistry.class);
    if (acos.find(aco).isEmpty()) {
      acos.create(aco, "Test " + aco, "SSP");
    }
    IssuedSecret issued = server.bean(ClientStore.class).create(aco, "test");
    return at(server.url(), issued.clientId(), issued.secret());
  }

  /** A new client of the ACO, with a token of these scopes only. */
  public static AcoClient of(TestServer server, String aco, String scopes) {
    IssuedSecret issued = server.bean(ClientStore.class).create(aco, "scoped");
    String form =
        "grant_type=client_credentials&scope=" + URLEncoder.encode(scopes, StandardCharsets.UTF_8);
    return new AcoClient(
        server.url(), token(server.url(), issued.clientId(), issued.secret(), form));
  }

  /** A client with these credentials of the server at a URL without a slash at its end. */
  public static AcoClient at(String base, String clientId, String secret) {
    return new AcoClient(base, token(base, clientId, secret));
  }

  private static String token(String base, String id, String secret) {
    return token(base, id, secret, "");
  }

  private static String token(String base, String id, String secret, String form) {
    String basic =
        Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        send(
            HttpClient.newHttpClient(),
            HttpRequest.newBuilder(URI.create(base + "/auth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer.body()).get("access_token").asText();
  }

  public String token() {
    return token;
  }

  /** Sends a request with the token; headers are name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(local(path)))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(http, request.build());
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Sends a form; the path is below the FHIR base. */
  public HttpResponse<String> post(String path, String form) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(local("/api/v2/" + path)))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return send(http, request);
  }

  /** Kicks off by POST; the path is below the FHIR base. */
  public HttpResponse<String> kickOff(String path, JsonNode parameters) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(local("/api/v2/" + path)))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/fhir+json")
            .header("Prefer", "respond-async")
            .header("Content-Type", "application/fhir+json")
            .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
            .build();
    return send(http, request);
  }

  /** Kicks off; the path is below the FHIR base, with its query. */
  public HttpResponse<String> kickOff(String path) {
    return get("/api/v2/" + path, "Accept", "application/fhir+json", "Prefer", "respond-async");
  }

  /** Kicks off an export that is accepted; its status URL. */
  public String start(String path) {
    HttpResponse<String> accepted = kickOff(path);
    assertThat(accepted.statusCode()).as(path + ": " + accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  /** A whole export, up to its manifest. */
  public Export export(String path) {
    return await(start(path));
  }

  /** Polls the status URL until the job is complete. */
  public Export await(String statusUrl) {
    List<HttpResponse<String>> last = new ArrayList<>();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              last.clear();
              last.add(get(statusUrl));
              return last.get(0).statusCode() != 202;
            });
    assertThat(last.get(0).statusCode()).as(last.get(0).body()).isEqualTo(200);
    return new Export(statusUrl, json(last.get(0).body()));
  }

  /** A finished export. */
  public final class Export {
    private final String statusUrl;
    private final JsonNode manifest;

    private Export(String statusUrl, JsonNode manifest) {
      this.statusUrl = statusUrl;
      this.manifest = manifest;
    }

    public String statusUrl() {
      return statusUrl;
    }

    public JsonNode manifest() {
      return manifest;
    }

    public String transactionTime() {
      return manifest.get("transactionTime").asText();
    }

    /** Parsed lines of a section's files, by resource type of the file. */
    public Map<String, List<JsonNode>> lines(String section) {
      Map<String, List<JsonNode>> lines = new TreeMap<>();
      for (JsonNode item : manifest.path(section)) {
        HttpResponse<String> file = get(item.get("url").asText());
        assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
        List<JsonNode> parsed = file.body().lines().map(AcoClient::json).toList();
        assertThat(parsed).hasSize(item.get("count").asInt()).isNotEmpty();
        lines.computeIfAbsent(item.get("type").asText(), t -> new ArrayList<>()).addAll(parsed);
      }
      return lines;
    }

    /** {@code id -> versionId} by type; fails if a resource comes twice. */
    public Map<String, Map<String, Integer>> output() {
      Map<String, Map<String, Integer>> output = new TreeMap<>();
      lines("output")
          .forEach(
              (type, lines) -> {
                Map<String, Integer> versions = new TreeMap<>();
                for (JsonNode line : lines) {
                  assertThat(line.get("resourceType").asText()).isEqualTo(type);
                  Integer before =
                      versions.put(line.get("id").asText(), line.at("/meta/versionId").asInt());
                  assertThat(before).as("twice: " + line.get("id")).isNull();
                }
                output.put(type, versions);
              });
      return output;
    }

    /** Ids by type, sorted. */
    public Map<String, List<String>> deleted() {
      Map<String, List<String>> deleted = new TreeMap<>();
      for (JsonNode bundle : lines("deleted").getOrDefault("Bundle", List.of())) {
        for (JsonNode entry : bundle.get("entry")) {
          assertThat(entry.at("/request/method").asText()).isEqualTo("DELETE");
          String[] url = entry.at("/request/url").asText().split("/");
          deleted.computeIfAbsent(url[0], t -> new ArrayList<>()).add(url[1]);
        }
      }
      deleted.values().forEach(ids -> ids.sort(null));
      return deleted;
    }
  }

  private String local(String path) {
    return path.startsWith("http")
        ? path.replaceFirst("^http://localhost:8080", base)
        : base + path;
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  static HttpResponse<String> send(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
