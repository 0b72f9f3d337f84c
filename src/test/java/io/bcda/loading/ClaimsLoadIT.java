package io.bcda.loading;

import static io.bcda.loading.TestLoads.audit;
import static io.bcda.loading.TestLoads.claimsOf;
import static io.bcda.loading.TestLoads.join;
import static io.bcda.loading.TestLoads.load;
import static io.bcda.loading.TestLoads.read;
import static io.bcda.loading.TestLoads.reports;
import static io.bcda.loading.TestLoads.row;
import static io.bcda.loading.TestLoads.states;
import static io.bcda.loading.TestLoads.withoutServersMeta;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads of good and bad lines, read back. */
class ClaimsLoadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MBI = "1S00E00AA01";

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenBfdResources_whenLoaded_thenReadBackEqual_andAgainUnchanged(TestServer server)
      throws IOException {
    List<String> lines =
        TestLines.bfd().stream().map(line -> line.replace("567834", person)).toList();
    LoadReport first = load(server, write("bfd.ndjson", lines));
    assertThat(first.state()).as(first.text()).isEqualTo(LoadState.DONE);
    assertThat(first.counts().loaded()).isEqualTo(lines.size());
    for (String line : lines) {
      JsonNode sent = JSON.readTree(line);
      String id = sent.get("resourceType").asText() + "/" + sent.get("id").asText();
      assertThat(withoutServersMeta(read(server, id))).isEqualTo(withoutServersMeta(sent));
    }

    List<Map<String, Object>> states = states(server);
    LoadReport again = load(server, write("again.ndjson", Collections.nCopies(1, join(lines))));
    assertThat(again.counts()).isEqualTo(new LoadCounts(lines.size(), 0, 0, lines.size(), 0));
    assertThat(states(server)).isEqualTo(states);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenBfdResources_whenExported_thenEachLineIsWhatWasLoaded_butTheOneOfSubstanceUse(
      TestServer server) throws IOException {
    String mbi = TestWorld.mbi();
    List<JsonNode> sent = new ArrayList<>();
    for (String line : TestLines.bfd()) {
      String own = line.replace("567834", person).replace("\"3456689\"", '"' + mbi + '"');
      String id = JSON.readTree(own).get("id").asText();
      sent.add(
          JSON.readTree(
              id.contains(person)
                  ? own
                  : TestLines.withId(own, id + "-" + person.substring(0, 20))));
    }
    assertThat(sent).extracting(r -> r.get("resourceType").asText()).contains("Patient");
    load(server, write("bfd-export.ndjson", sent.stream().map(JsonNode::toString).toList()));
    TestWorld world = new TestWorld(server);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);

    List<JsonNode> exported =
        world.client().export("Group/all/$export").lines("output").values().stream()
            .flatMap(List::stream)
            .map(TestLoads::withoutServersMeta)
            .toList();

    List<JsonNode> visible =
        sent.stream()
            .filter(r -> !r.toString().contains("\"code\":\"291\""))
            .map(TestLoads::withoutServersMeta)
            .toList();
    assertThat(visible).hasSize(sent.size() - 1);
    assertThat(exported).containsExactlyInAnyOrderElementsOf(visible);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSameBytesAgain_whenLoaded_thenSkippedWithANotice(TestServer server) throws IOException {
    Path file = write("one.ndjson", List.of(TestLines.patient(person, MBI), "rubbish"));
    LoadReport first = load(server, file);
    assertThat(first.counts()).isEqualTo(new LoadCounts(2, 1, 0, 0, 1));

    LoadReport again = load(server, Files.copy(file, folder.resolve("two.ndjson")));
    assertThat(again.state()).isEqualTo(LoadState.SKIPPED);
    assertThat(again.detail()).startsWith("already loaded on 2").contains("one.ndjson", "1 lines");
    assertThat(again.sha256()).isEqualTo(first.sha256());
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenGzipWithBadLines_whenLoaded_thenExactlyTheyAreReported(TestServer server)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("\uFEFF" + TestLines.patient(person, MBI));
    for (int i = 2; i <= 450; i++) {
      lines.add(TestLines.claim("e" + i + "-" + person, person) + (i % 2 == 0 ? "\r" : ""));
    }
    lines.set(99, "{\"resourceType\":\"Patient\"");
    lines.set(199, "");
    lines.set(299, TestLines.claim("x" + person, "1").replace("Patient/1", "Patient?x"));
    lines.set(449, TestLines.claim("bad_id", person));
    Path file = folder.resolve("claims.ndjson.gz");
    Files.write(file, TestLines.gzip(TestLines.utf8(lines.toArray(String[]::new))));

    LoadReport report = load(server, file);

    assertThat(report.state()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(449, 446, 0, 0, 3));
    assertThat(report.refused())
        .extracting(RefusedLine::line, RefusedLine::reason)
        .containsExactly(
            tuple(100L, LineReason.NOT_JSON),
            tuple(300L, LineReason.NO_PATIENT),
            tuple(450L, LineReason.BAD_ID));
    assertThat(claimsOf(server, person)).isEqualTo(445);
    assertThat(row(server, report))
        .containsEntry("state", "DONE")
        .containsEntry("created", 446L)
        .containsEntry("refused", 3L);
    assertThat(audit(server, "claims.ndjson.gz")).anyMatch(s -> s.contains("446 created"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsBeforeTheirPatient_whenLoaded_thenTheyAreTheirs(TestServer server)
      throws IOException {
    Path mixed =
        write(
            "mixed.ndjson",
            List.of(
                TestLines.coverage("k-" + person, person),
                TestLines.claim("e-" + person, person),
                TestLines.patient(person, MBI)));
    load(server, mixed);
    assertThat(claimsOf(server, person)).isEqualTo(1);

    String late = "late-" + person;
    load(server, write("claims.ndjson", List.of(TestLines.claim("f-" + person, late))));
    assertThat(claimsOf(server, late)).isZero();
    load(server, write("patients.ndjson", List.of(TestLines.patient(late, "1S00E00AA02"))));
    assertThat(claimsOf(server, late)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenResourceTwiceInAFile_whenLoaded_thenTheLaterLineWins(TestServer server)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int day = 10; day < 31; day++) {
      for (int claim = 0; claim < 10; claim++) {
        lines.add(TestLines.claim(claim + "-" + person, person, "2024-03-" + day));
      }
    }
    LoadReport report = load(server, write("twice.ndjson", lines));
    assertThat(report.counts()).isEqualTo(new LoadCounts(210, 10, 200, 0, 0));
    for (int claim = 0; claim < 10; claim++) {
      JsonNode stored = read(server, "ExplanationOfBenefit/" + claim + "-" + person);
      assertThat(stored.at("/billablePeriod/end").asText()).isEqualTo("2024-03-30");
      assertThat(stored.at("/meta/versionId").asText()).isEqualTo("21");
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenDeletedResource_whenDeliveredAgain_thenItIsBack(TestServer server) throws IOException {
    load(server, write("a.ndjson", List.of(TestLines.patient(person, MBI))));
    server
        .bean(DaoRegistry.class)
        .getResourceDao("Patient")
        .delete(new IdType("Patient", person), new SystemRequestDetails());
    LoadReport report =
        load(server, write("b.ndjson", List.of("", TestLines.patient(person, MBI))));
    assertThat(report.counts().loaded()).isEqualTo(1);
    assertThat(report.counts().unchanged()).isZero();
    assertThat(read(server, "Patient/" + person).at("/birthDate").asText()).isEqualTo("1940-01-31");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLabelsTakenAway_whenLoaded_thenTheyAreGone(TestServer server) throws IOException {
    String labelled =
        TestLines.patient(person, MBI)
            .replace(
                "\"profile\"",
                "\"security\":[{\"system\":\"urn:s\",\"code\":\"R\"}],\"tag\":[{\"system\":\"urn:t\",\"code\":\"x\"}],\"profile\"");
    load(server, write("a.ndjson", List.of(labelled)));
    assertThat(read(server, "Patient/" + person).at("/meta/security")).hasSize(1);
    LoadReport report = load(server, write("b.ndjson", List.of(TestLines.patient(person, MBI))));
    assertThat(report.counts().updated()).isEqualTo(1);
    JsonNode meta = read(server, "Patient/" + person).at("/meta");
    assertThat(meta.has("security")).isFalse();
    assertThat(meta.has("tag")).isFalse();
    assertThat(meta.at("/profile")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilesInTheInbox_whenNoticed_thenLoadedAndReported(TestServer server)
      throws IOException {
    Path inbox = server.home().resolve("inbox/claims");
    String claims = "claims-" + person + ".ndjson";
    String patients = "patients-" + person + ".ndjson.gz";
    Files.write(
        inbox.resolve(claims), TestLines.utf8(TestLines.claim("e-" + person, person), "rubbish"));
    Files.write(
        inbox.resolve(patients), TestLines.gzip(TestLines.utf8(TestLines.patient(person, MBI))));

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> reports(inbox.resolve("done"), person).size() == 2);

    assertThat(claimsOf(server, person)).isEqualTo(1);
    assertThat(inbox.resolve("done").resolve(claims)).exists();
    assertThat(inbox.resolve(claims)).doesNotExist();
    assertThat(reports(inbox.resolve("done"), person))
        .anyMatch(text -> text.contains("line 2: not valid JSON"));
  }

  private Path write(String name, List<String> lines) throws IOException {
    return TestLoads.write(folder, name, lines);
  }
}
