package io.bcda.export;

import static io.bcda.export.PagedExports.ASKED;
import static io.bcda.export.PagedExports.CLAIMS;
import static io.bcda.export.PagedExports.PATIENCE;
import static io.bcda.export.PagedExports.PEOPLE;
import static io.bcda.export.PagedExports.finished;
import static io.bcda.export.PagedExports.ids;
import static io.bcda.export.PagedExports.kickedOff;
import static io.bcda.export.PagedExports.next;
import static io.bcda.export.PagedExports.pages;
import static io.bcda.export.PagedExports.running;
import static io.bcda.export.PagedExports.withoutLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.FrozenFile;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of a manifest beside what happens to their files and notes while the job runs. */
class ShownFilesIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFileThatIsShown_whenAPersonInItOptsOut_thenNobodyGetsThemAnyMore(TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, CLAIMS);
    AcoClient client = world.client();
    server.files().hold();
    try {
      String status = kickedOff(client, ASKED + "&_type=Patient,Coverage");
      server.files().letThrough(1);
      running(client, status, page -> page.path("output").size() == 1);
      server.files().letThrough(1);
      running(client, status, page -> page.has("link"));
      JsonNode second = AcoClient.json(client.get(status + "?page=2").body());
      String file = second.at("/output/0/url").asText();
      JsonNode line = AcoClient.json(client.get(file).body().lines().findFirst().orElseThrow());
      String person =
          line.has("beneficiary")
              ? line.at("/beneficiary/reference").asText().substring("Patient/".length())
              : line.get("id").asText();
      world.preference(mbi(server, person), LocalDate.parse("2021-03-01"), false);
      assertThat(client.get(file).statusCode()).isEqualTo(410);

      server.files().letThrough(1);
      await().atMost(PATIENCE).until(() -> finished(server, status) == 3);
      assertThat(client.get(status).statusCode()).isEqualTo(202);
      server.files().open();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      Map<String, Map<String, Integer>> ids = ids(client, pages);
      assertThat(ids.get("Patient")).hasSize(PEOPLE - 1).doesNotContainKey(person);
      assertThat(ids.get("Coverage")).hasSize(PEOPLE - 1).doesNotContainKey("c" + person);
      assertThat(pages.get(1).at("/output/0/type")).isEqualTo(second.at("/output/0/type"));
      assertThat(pages.get(1).at("/output/0/url").asText()).isNotEqualTo(file);
      assertThat(client.get(file).statusCode()).isEqualTo(410);
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPersonWhoOptsOut_whenOtherFilesAreFinished_thenTheyAreShownAllTheSame(
      TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, CLAIMS);
    AcoClient client = world.client();
    FrozenFile last = server.files().freeze("ExplanationOfBenefit");
    try {
      String status = kickedOff(client, ASKED);
      JsonNode first = running(client, status, page -> !page.path("output").isEmpty());
      String file = first.at("/output/0/url").asText();
      String line = client.get(file).body().lines().findFirst().orElseThrow();
      String person = line.replaceAll("(?s).*?(p\\d+-[0-9a-f-]{18}).*", "$1");
      int shown = shown(client, status);
      world.preference(mbi(server, person), LocalDate.parse("2021-03-01"), false);
      last.awaitFrozen();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(shown(client, status)).isGreaterThan(shown));
      last.thaw();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      assertThat(ids(client, pages).get("Patient")).hasSize(PEOPLE - 1).doesNotContainKey(person);
    } finally {
      last.thaw();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNotesOfTheKickOffAndOfTheEnd_whenPagesCome_thenTheLattersOnTheLastAlone(
      TestServer server) {
    TestWorld world = Crowd.of(server, PEOPLE, CLAIMS, TestWorld.mbi()); // and one not yet known
    AcoClient client = world.client();
    FrozenFile last = server.files().freeze("ExplanationOfBenefit");
    try {
      String status = lenient(client);
      JsonNode first = running(client, status, page -> !page.path("output").isEmpty());
      assertThat(first.path("error")).hasSize(1);
      String notes = client.get(first.at("/error/0/url").asText()).body();
      assertThat(notes.lines()).singleElement().asString().contains("unheard was ignored");
      last.thaw();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      assertThat(pages).hasSizeGreaterThan(1);
      JsonNode end = pages.remove(pages.size() - 1);
      assertThat(pages).allMatch(page -> page.get("error").equals(first.get("error")));
      assertThat(end.path("error")).hasSize(2);
      assertThat(notes(client, end))
          .hasSize(2)
          .anyMatch(note -> note.contains("unheard was ignored"))
          .anyMatch(note -> note.contains("not known here yet"));
    } finally {
      last.thaw();
    }
  }

  /** The notes are about to be published when a poll makes the first page, with its own. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobAtItsEnd_whenTheFirstPageComes_thenNotesAreToldOnce(TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    FrozenFile atTheEnd = server.files().freeze("error-OperationOutcome");
    try {
      String status = lenient(client);
      atTheEnd.awaitFrozen();
      JsonNode first = running(client, status, page -> !page.path("output").isEmpty());
      assertThat(first.path("error")).hasSize(1);
      atTheEnd.thaw();
      List<JsonNode> pages = pages(client, client.await(status).manifest());
      assertThat(pages).hasSize(1);
      assertThat(withoutLink(pages.get(0))).isEqualTo(first);
      assertThat(notes(client, first)).hasSize(1);
    } finally {
      atTheEnd.thaw();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenADiskThatIsFull_whenNotesCannotBeWritten_thenTheJobIsNotToldToHaveFailed(
      TestServer server) {
    AcoClient client = Crowd.of(server, PEOPLE, CLAIMS).client();
    FrozenFile last = server.files().freeze("ExplanationOfBenefit");
    try {
      String status = lenient(client);
      server.files().fillUp("error-");
      await().atMost(PATIENCE).until(() -> finished(server, status) > 0);
      HttpResponse<String> answer = client.get(status);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEmpty();
      server.files().makeRoom();
      running(client, status, page -> !page.path("output").isEmpty());
      last.thaw();
      client.await(status);
    } finally {
      server.files().makeRoom();
      last.thaw();
    }
  }

  private static String mbi(TestServer server, String person) {
    JsonNode patient = AcoClient.json(FhirWriter.of(server).get("Patient/" + person).body());
    return patient.at("/identifier/0/value").asText();
  }

  /** Files on all pages so far. */
  private static int shown(AcoClient client, String status) {
    int files = 0;
    JsonNode page = AcoClient.json(client.get(status).body());
    files += page.path("output").size();
    while (page.has("link")) {
      page = AcoClient.json(client.get(next(page)).body());
      files += page.path("output").size();
    }
    return files;
  }

  private static String lenient(AcoClient client) {
    HttpResponse<String> accepted =
        client.get(
            "/api/v2/" + ASKED + "&unheard=x",
            "Accept",
            "application/fhir+json",
            "Prefer",
            "respond-async, handling=lenient");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  private static List<String> notes(AcoClient client, JsonNode page) {
    List<String> notes = new ArrayList<>();
    for (JsonNode item : page.get("error")) {
      notes.addAll(client.get(item.get("url").asText()).body().lines().toList());
    }
    return notes;
  }
}
