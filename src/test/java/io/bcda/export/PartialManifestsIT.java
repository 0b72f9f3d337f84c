package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FrozenFile;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk Data Access STU 3, {@code allowPartialManifests}: files are there while the job runs. */
class PartialManifestsIT {
  private static final String ASKED = "Group/all/$export?allowPartialManifests=true";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PEOPLE = 300;
  private static final int CLAIMS = 3;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenALongJob_whenPolled_thenItsFilesComePageByPageAndEachPageStays(TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, CLAIMS);
    AcoClient client = world.client();
    AcoClient other = new TestWorld(server).client();
    Map<String, Map<String, Integer>> whole = client.export("Group/all/$export").output();
    assertThat(whole.get("ExplanationOfBenefit")).hasSize(PEOPLE * CLAIMS);
    server.files().hold();
    try {
      String status = kickedOff(client, ASKED);
      assertThat(client.get(status).statusCode()).isEqualTo(202);
      assertThat(client.get(status).body()).isEmpty();
      assertThat(client.get(status + "?page=2").statusCode()).isEqualTo(404);

      server.files().letThrough(1);
      JsonNode first = running(client, status, page -> page.path("output").size() == 1);
      assertThat(done(client.get(status))).isLessThan(50);
      String file = first.at("/output/0/url").asText();
      HttpResponse<String> early = client.get(file);
      assertThat(early.statusCode()).isEqualTo(200);
      assertThat(early.body().lines()).hasSize(first.at("/output/0/count").asInt()).isNotEmpty();
      assertThat(other.get(file).statusCode()).isEqualTo(404);
      assertThat(other.get(status + "?page=1").statusCode()).isEqualTo(404);

      server.files().letThrough(2);
      JsonNode linked = running(client, status, page -> page.has("link"));
      assertThat(withoutLink(linked)).isEqualTo(first);
      assertThat(next(linked)).isEqualTo("http://localhost:8080" + path(status) + "?page=2");
      HttpResponse<String> second = client.get(next(linked));
      assertThat(second.statusCode()).isEqualTo(202);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      JsonNode pageTwo = AcoClient.json(second.body());
      assertThat(pageTwo.path("output")).isNotEmpty();

      server.files().open();
      AcoClient.Export export = client.await(status);
      assertThat(withoutLink(export.manifest())).isEqualTo(first);
      List<JsonNode> pages = pages(client, export.manifest());
      assertThat(withoutLink(pages.get(1))).isEqualTo(withoutLink(pageTwo));
      assertThat(client.get(status + "?page=" + (pages.size() + 1)).statusCode()).isEqualTo(404);
      assertThat(ids(client, pages)).isEqualTo(whole);
      assertThat(client.get(file).body()).isEqualTo(early.body());
      for (JsonNode page : pages) {
        assertThat(common(page)).isEqualTo(common(first));
      }
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobOfTheUsualManner_whenPolledWhileItRuns_thenNoManifest(TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    server.files().hold();
    try {
      String status = kickedOff(client, "Group/all/$export");
      server.files().letThrough(1);
      await().atMost(PATIENCE).until(() -> finished(server, status) == 1);
      HttpResponse<String> answer = client.get(status);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEmpty();
      String hidden = "/data/" + id(status) + "/" + name(server, status);
      assertThat(client.get(hidden).statusCode()).isEqualTo(404);
      server.files().open();
      AcoClient.Export export = client.await(status);
      assertThat(export.manifest().has("link")).isFalse();
      assertThat(export.manifest().at("/extension/totals/resources").asInt())
          .isEqualTo(PEOPLE * (CLAIMS + 2));
      JsonNode one = AcoClient.json(client.get(status + "?page=1").body());
      assertThat(one).isEqualTo(export.manifest());
      assertThat(client.get(status + "?page=2").statusCode()).isEqualTo(404);
      for (String wrong : List.of("0", "-1", "x", "1000000", "")) {
        assertThat(client.get(status + "?page=" + wrong).statusCode()).as(wrong).isEqualTo(400);
      }
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFileThatIsShown_whenAPersonInItOptsOut_thenNobodyGetsThemAnyMore(TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, CLAIMS);
    AcoClient client = world.client();
    server.files().hold();
    try {
      String status = kickedOff(client, ASKED + "&_type=Patient");
      server.files().letThrough(1);
      JsonNode first = running(client, status, page -> page.path("output").size() == 1);
      String file = first.at("/output/0/url").asText();
      JsonNode person = AcoClient.json(client.get(file).body().lines().findFirst().orElseThrow());
      String mbi = person.at("/identifier/0/value").asText();
      world.preference(mbi, LocalDate.parse("2021-03-01"), false);
      assertThat(client.get(file).statusCode()).isEqualTo(410);
      server.files().open();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      Map<String, Map<String, Integer>> ids = ids(client, pages);
      assertThat(ids.get("Patient"))
          .hasSize(PEOPLE - 1)
          .doesNotContainKey(person.get("id").asText());
      assertThat(pages.get(0).at("/output/0/url").asText()).isNotEqualTo(file);
      assertThat(client.get(file).statusCode()).isEqualTo(410);
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenWhatWasPassedOver_whenPagesCome_thenEachHasTheSameNotes(TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    FrozenFile last = server.files().freeze("ExplanationOfBenefit");
    try {
      HttpResponse<String> accepted =
          client.get(
              "/api/v2/" + ASKED + "&unheard=x",
              "Accept",
              "application/fhir+json",
              "Prefer",
              "respond-async, handling=lenient");
      String status = accepted.headers().firstValue("Content-Location").orElseThrow();
      JsonNode first = running(client, status, page -> !page.path("output").isEmpty());
      assertThat(first.path("error")).hasSize(1);
      String notes = client.get(first.at("/error/0/url").asText()).body();
      assertThat(notes.lines()).singleElement().asString().contains("unheard was ignored");
      last.thaw();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      assertThat(pages).hasSizeGreaterThan(1);
      assertThat(pages).allMatch(page -> page.get("error").equals(first.get("error")));
    } finally {
      last.thaw();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobThatShowsFiles_whenItIsDeleted_thenTheyAreGone(TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    server.files().hold();
    try {
      String status = kickedOff(client, ASKED);
      server.files().letThrough(1);
      JsonNode first = running(client, status, page -> page.path("output").size() == 1);
      assertThat(client.send("DELETE", status).statusCode()).isEqualTo(202);
      assertThat(client.get(first.at("/output/0/url").asText()).statusCode()).isEqualTo(404);
      assertThat(client.get(status).statusCode()).isEqualTo(404);
    } finally {
      server.files().open();
    }
  }

  private static String kickedOff(AcoClient client, String path) {
    HttpResponse<String> accepted = client.kickOff(path);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  /** Polls until the manifest of the running job is like this. */
  private static JsonNode running(AcoClient client, String status, Predicate<JsonNode> wanted) {
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

  private static int done(HttpResponse<String> answer) {
    String progress = answer.headers().firstValue("X-Progress").orElseThrow();
    return Integer.parseInt(progress.replaceAll("\\D", ""));
  }

  /** The manifest and those that its links lead to. */
  private static List<JsonNode> pages(AcoClient client, JsonNode first) {
    List<JsonNode> pages = new ArrayList<>(List.of(first));
    while (pages.get(pages.size() - 1).has("link")) {
      HttpResponse<String> answer = client.get(next(pages.get(pages.size() - 1)));
      assertThat(answer.statusCode()).isEqualTo(200);
      pages.add(AcoClient.json(answer.body()));
    }
    return pages;
  }

  private static String next(JsonNode page) {
    assertThat(page.get("link")).hasSize(1);
    assertThat(page.at("/link/0/relation").asText()).isEqualTo("next");
    return page.at("/link/0/url").asText();
  }

  private static JsonNode withoutLink(JsonNode page) {
    return ((ObjectNode) page.deepCopy()).without("link");
  }

  /** "All fields in the linked manifest ... the same values, apart from output, deleted, link". */
  private static JsonNode common(JsonNode page) {
    return ((ObjectNode) page.deepCopy()).without(List.of("link", "output", "deleted"));
  }

  /** {@code id -> versionId} by type, over all files; fails if a resource comes twice. */
  private static Map<String, Map<String, Integer>> ids(AcoClient client, List<JsonNode> pages) {
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

  private static int finished(TestServer server, String status) {
    Integer files =
        server
            .db()
            .queryForObject(
                "SELECT count(*) FROM export_file WHERE job_id = ?", Integer.class, id(status));
    return files == null ? 0 : files;
  }

  private static String name(TestServer server, String status) {
    return server
        .db()
        .queryForObject("SELECT name FROM export_file WHERE job_id = ?", String.class, id(status));
  }

  private static String id(String status) {
    return status.substring(status.lastIndexOf('/') + 1);
  }

  private static String path(String status) {
    return status.substring(status.indexOf("/api/"));
  }
}
