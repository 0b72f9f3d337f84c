package io.bcda.export;

import static io.bcda.export.PagedExports.ASKED;
import static io.bcda.export.PagedExports.CLAIMS;
import static io.bcda.export.PagedExports.PATIENCE;
import static io.bcda.export.PagedExports.PEOPLE;
import static io.bcda.export.PagedExports.finished;
import static io.bcda.export.PagedExports.id;
import static io.bcda.export.PagedExports.ids;
import static io.bcda.export.PagedExports.kickedOff;
import static io.bcda.export.PagedExports.next;
import static io.bcda.export.PagedExports.pages;
import static io.bcda.export.PagedExports.running;
import static io.bcda.export.PagedExports.withoutLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk Data Access STU 3, {@code allowPartialManifests}: files are there while the job runs. */
class PartialManifestsIT {

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
  void givenManyWhoPollAtOnce_whenPagesCome_thenEachFileIsOnOneOfThem(TestServer server)
      throws Exception {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    String status = kickedOff(client, ASKED);
    ExecutorService pollers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Map<Integer, JsonNode>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(pollers.submit(() -> seenUntilDone(client, status)));
      }
      List<Map<Integer, JsonNode>> seen = new ArrayList<>();
      for (Future<Map<Integer, JsonNode>> one : all) {
        seen.add(one.get());
      }
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      assertThat(ids(client, pages).get("ExplanationOfBenefit")).hasSize(PEOPLE * CLAIMS);
      for (Map<Integer, JsonNode> one : seen) {
        one.forEach(
            (page, manifest) -> assertThat(manifest).isEqualTo(withoutLink(pages.get(page - 1))));
      }
    } finally {
      pollers.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobThatShowsFiles_whenItFailsOrIsDeleted_thenTheyAreGone(TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    for (String end : List.of("fails", "is deleted")) {
      server.files().hold();
      try {
        String status = kickedOff(client, ASKED);
        server.files().letThrough(1);
        JsonNode first = running(client, status, page -> page.path("output").size() == 1);
        if (end.equals("fails")) {
          server.files().fillUp("");
          server.files().open();
          await().atMost(PATIENCE).until(() -> client.get(status).statusCode() == 500);
        } else {
          assertThat(client.send("DELETE", status).statusCode()).isEqualTo(202);
          assertThat(client.get(status).statusCode()).isEqualTo(404);
        }
        assertThat(client.get(first.at("/output/0/url").asText()).statusCode())
            .as(end)
            .isEqualTo(404);
      } finally {
        server.files().makeRoom();
        server.files().open();
      }
    }
  }

  /** Bytes of an export that the client thinks is whole must be whole. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobInPages_whenAnotherAsksForTheSameWithoutPages_thenItGetsAJobOfItsOwn(
      TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    server.files().hold();
    try {
      String paged = kickedOff(client, ASKED);
      String plain = kickedOff(client, "Group/all/$export");
      assertThat(plain).isNotEqualTo(paged);
      assertThat(client.kickOff(ASKED).statusCode()).isEqualTo(429);
      server.files().open();
      client.await(paged);
      assertThat(client.await(plain).manifest().has("link")).isFalse();
    } finally {
      server.files().open();
    }
  }

  /** Pages of the running job, by number, as this caller saw them first. */
  private static Map<Integer, JsonNode> seenUntilDone(AcoClient client, String status) {
    Map<Integer, JsonNode> seen = new TreeMap<>();
    int next = 1;
    while (true) {
      HttpResponse<String> answer = client.get(status + "?page=" + next);
      if (answer.statusCode() == 200) {
        return seen;
      }
      if (answer.statusCode() == 202 && !answer.body().isEmpty()) {
        seen.putIfAbsent(next, withoutLink(AcoClient.json(answer.body())));
        next++;
      } else {
        next = 1;
      }
    }
  }

  private static String name(TestServer server, String status) {
    return server
        .db()
        .queryForObject("SELECT name FROM export_file WHERE job_id = ?", String.class, id(status));
  }

  private static String path(String status) {
    return status.substring(status.indexOf("/api/"));
  }

  private static int done(HttpResponse<String> answer) {
    String progress = answer.headers().firstValue("X-Progress").orElseThrow();
    return Integer.parseInt(progress.replaceAll("\\D", ""));
  }

  /** "All fields in the linked manifest ... the same values, apart from output, deleted, link". */
  private static JsonNode common(JsonNode page) {
    return ((ObjectNode) page.deepCopy()).without(List.of("link", "output", "deleted"));
  }
}
