package io.bcda.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;

/** One export of Group/all through the server's own HTTP API, as a client does it. */
final class FirstExport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final Console console;

  FirstExport(String base, Console console) {
    this.base = base;
    this.console = console;
  }

  /**
   * Exports and downloads.
   *
   * @param folder under which {@code first-export} is made
   * @return the folder with the files
   * @throws IllegalStateException if the server answers otherwise than an export needs
   */
  Path run(String aco, Path folder) throws IOException, InterruptedException {
    String token = token(aco);
    long started = System.nanoTime();
    HttpResponse<String> accepted =
        http.send(
            request("/api/v2/Group/all/$export", token)
                .header("Accept", "application/fhir+json")
                .header("Prefer", "respond-async")
                .build(),
            BodyHandlers.ofString());
    if (accepted.statusCode() == 429) {
      throw new IllegalStateException("the same export is running already; try again in a moment");
    }
    require(accepted, 202);
    String status = accepted.headers().firstValue("Content-Location").orElseThrow();
    JsonNode manifest = await(status, token);
    console.say(
        "export of Group/all for "
            + aco
            + ": "
            + (System.nanoTime() - started) / 1_000_000
            + " ms from kick-off to manifest");
    return download(manifest, token, Files.createDirectories(folder.resolve("first-export")));
  }

  private String token(String aco) throws IOException, InterruptedException {
    String credentials = SandboxWorld.clientId(aco) + ":" + SandboxWorld.secret(aco);
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/auth/token"))
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    require(answer, 200);
    return JSON.readTree(answer.body()).get("access_token").asText();
  }

  private JsonNode await(String status, String token) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer =
          http.send(request(status, token).build(), BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return JSON.readTree(answer.body());
      }
      require(answer, 202);
      console.progress("exporting: " + answer.headers().firstValue("X-Progress").orElse("..."));
      Thread.sleep(Console.PACE.toMillis() / 2);
    }
  }

  private Path download(JsonNode manifest, String token, Path folder)
      throws IOException, InterruptedException {
    for (JsonNode item : manifest.get("output")) {
      URI url = URI.create(item.get("url").asText());
      String name = Path.of(url.getPath()).getFileName().toString();
      HttpResponse<InputStream> file =
          http.send(request(url.toString(), token).build(), BodyHandlers.ofInputStream());
      if (file.statusCode() != 200) {
        throw new IllegalStateException("download answered " + file.statusCode());
      }
      try (InputStream body = file.body()) {
        Files.copy(body, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      console.say(name + ": " + item.path("count").asLong() + " lines");
    }
    return folder;
  }

  private HttpRequest.Builder request(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : base + url))
        .header("Authorization", "Bearer " + token);
  }

  private static void require(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          answer.request().uri().getPath() + " answered " + answer.statusCode());
    }
  }
}
