package io.bcda.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** An operator's program that writes over FHIR, over real HTTP. */
public final class FhirWriter {
  private static final String MBI = "http://hl7.org/fhir/sid/us-mbi";
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String clientId;
  private final String token;

  private FhirWriter(String base, String clientId, String token) {
    this.base = base + "/api/v2/";
    this.clientId = clientId;
    this.token = token;
  }

  /** A new system client, signed in. */
  public static FhirWriter of(TestServer server) {
    IssuedSecret issued = server.bean(ClientStore.class).createSystem("writer");
    return new FhirWriter(
        server.url(),
        issued.clientId(),
        AcoClient.at(server.url(), issued.clientId(), issued.secret()).token());
  }

  /** A new system client with a token of these scopes only. */
  public static FhirWriter of(TestServer server, String scopes) {
    IssuedSecret issued = server.bean(ClientStore.class).createSystem("writer");
    String form = "grant_type=client_credentials&scope=" + URLEncoder.encode(scopes, UTF_8);
    String basic = issued.clientId() + ":" + issued.secret();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/auth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(UTF_8)))
            .POST(BodyPublishers.ofString(form))
            .build();
    String answer = AcoClient.send(HttpClient.newHttpClient(), request).body();
    return new FhirWriter(
        server.url(), issued.clientId(), AcoClient.json(answer).get("access_token").asText());
  }

  public String clientId() {
    return clientId;
  }

  public String token() {
    return token;
  }

  /** Sends a body, empty for none; the path is below the FHIR base. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.isEmpty() ? base.replaceAll("/$", "") : base + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    boolean typed = Arrays.stream(headers).anyMatch("Content-Type"::equalsIgnoreCase);
    if (!body.isEmpty() && !typed) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return AcoClient.send(http, request.build());
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  /** Puts a resource at its own place. */
  public HttpResponse<String> put(String resource, String... headers) {
    var json = AcoClient.json(resource);
    return send(
        "PUT",
        json.get("resourceType").asText() + "/" + json.get("id").asText(),
        resource,
        headers);
  }

  public HttpResponse<String> delete(String path, String... headers) {
    return send("DELETE", path, "", headers);
  }

  /** Sends a Bundle of entries, each {@code METHOD url} or {@code METHOD url resource}. */
  public HttpResponse<String> bundle(String type, String... entries) {
    return send("POST", "", bundleOf(type, entries));
  }

  /** A fullUrl may stand before the method. */
  public static String bundleOf(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
        .formatted(
            type, Arrays.stream(entries).map(FhirWriter::entry).collect(Collectors.joining(",")));
  }

  private static String entry(String line) {
    boolean named = line.startsWith("urn:");
    String[] parts = line.split(" ", named ? 4 : 3);
    int at = named ? 1 : 0;
    String fullUrl = named ? "\"fullUrl\":\"" + parts[0] + "\"," : "";
    String resource = parts.length > at + 2 ? "\"resource\":" + parts[at + 2] + "," : "";
    return "{%s%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
        .formatted(fullUrl, resource, parts[at], parts[at + 1]);
  }

  /** A Patient; an empty id for none. */
  public static String patient(String id, String... mbis) {
    return "{\"resourceType\":\"Patient\",%s\"identifier\":[%s]}"
        .formatted(
            named(id),
            Arrays.stream(mbis)
                .map(m -> "{\"system\":\"%s\",\"value\":\"%s\"}".formatted(MBI, m))
                .collect(Collectors.joining(",")));
  }

  public static String coverage(String id, String beneficiary) {
    return ("{\"resourceType\":\"Coverage\",%s\"status\":\"active\","
            + "\"beneficiary\":{\"reference\":\"%s\"},\"payor\":[{\"display\":\"x\"}]}")
        .formatted(named(id), beneficiary);
  }

  /** A claim with a service end, {@code 2026-01-31}. */
  public static String claim(String id, String patient, String end) {
    return ("{\"resourceType\":\"ExplanationOfBenefit\",%s\"status\":\"active\","
            + "\"type\":{\"text\":\"CARRIER\"},\"use\":\"claim\","
            + "\"patient\":{\"reference\":\"%s\"},\"billablePeriod\":{\"end\":\"%s\"},"
            + "\"created\":\"2026-02-01\",\"insurer\":{\"display\":\"CMS\"},"
            + "\"provider\":{\"display\":\"p\"},\"outcome\":\"complete\","
            + "\"insurance\":[{\"focal\":true,\"coverage\":{\"display\":\"Part B\"}}]}")
        .formatted(named(id), patient, end);
  }

  private static String named(String id) {
    return id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
  }
}
