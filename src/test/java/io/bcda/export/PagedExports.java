package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Exports whose manifests come in pages, as a client asks for them. */
final class PagedExports {
  static final String ASKED = "Group/all/$export?allowPartialManifests=true";
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int PEOPLE = 300;
  static final int CLAIMS = 3;

  private PagedExports() {}

  static String kickedOff(AcoClient client, String path) {
    HttpResponse<String> accepted = client.kickOff(path);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  /** Polls until the manifest of the running job is like this. */
  static JsonNode running(AcoClient client, String status, Predicate<JsonNode> wanted) {
    List<JsonNode> last = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> answer = client.get(status);
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
              last.clear();
              if (!answer.body().isEmpty()) {
                assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/json");
                last.add(AcoClient.json(answer.body()));
              }
              return !last.isEmpty() && wanted.test(last.get(0));
            });
    return last.get(0);
  }

  /** The manifest and those that its links lead to. */
  static List<JsonNode> pages(AcoClient client, JsonNode first) {
    List<JsonNode> pages = new ArrayList<>(List.of(first));
    while (pages.get(pages.size() - 1).has("link")) {
      HttpResponse<String> answer = client.get(next(pages.get(pages.size() - 1)));
      assertThat(answer.statusCode()).isEqualTo(200);
      pages.add(AcoClient.json(answer.body()));
    }
    return pages;
  }

  static String next(JsonNode page) {
    assertThat(page.get("link")).hasSize(1);
    assertThat(page.at("/link/0/relation").asText()).isEqualTo("next");
    return page.at("/link/0/url").asText();
  }

  static JsonNode withoutLink(JsonNode page) {
    return ((ObjectNode) page.deepCopy()).without("link");
  }

  /** {@code id -> versionId} by type, over all files; fails if a resource comes twice. */
  static Map<String, Map<String, Integer>> ids(AcoClient client, List<JsonNode> pages) {
    Map<String, Map<String, Integer>> ids = new TreeMap<>();
    for (JsonNode page : pages) {
      for (JsonNode item : page.get("output")) {
        for (String line : client.get(item.get("url").asText()).body().lines().toList()) {
          JsonNode resource = AcoClient.json(line);
          Integer before =
              ids.computeIfAbsent(resource.get("resourceType").asText(), t -> new TreeMap<>())
                  .put(resource.get("id").asText(), resource.at("/meta/versionId").asInt());
          assertThat(before).isNull();
        }
      }
    }
    return ids;
  }

  static int finished(TestServer server, String status) {
    Integer files =
        server
            .db()
            .queryForObject(
                "SELECT count(*) FROM export_file WHERE job_id = ?", Integer.class, id(status));
    return files == null ? 0 : files;
  }

  static String id(String status) {
    return status.substring(status.lastIndexOf('/') + 1);
  }
}
