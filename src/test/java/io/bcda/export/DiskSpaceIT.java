package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.HeldFiles;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Little space is seen before it hurts; no space leaves no half file, and an answer that says so.
 */
class DiskSpaceIT {
  /** As the server's settings have it: a gigabyte. */
  private static final long KEEP_FREE = 1_073_741_824;

  private static final LocalDate DAY = LocalDate.parse("2021-03-01");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private HeldFiles files;

  /** An ACO of two people with a claim each, of whom one will opt out. */
  private final class World {
    private final TestServer server;
    private final TestWorld world;
    private final AcoClient client;
    private final String stays = "stays" + UUID.randomUUID();
    private final String leaves = "leaves" + UUID.randomUUID();
    private final String mbi = TestWorld.mbi();

    World(TestServer server) {
      this.server = server;
      files = server.files();
      this.world = new TestWorld(server);
      String other = TestWorld.mbi();
      world.patient(stays, other);
      world.patient(leaves, mbi);
      world.coverage("c" + stays, stays);
      world.claim("e" + stays, stays, DAY);
      world.claim("e" + leaves, leaves, DAY);
      Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
      world.roster(RosterKind.CURRENT, yesterday, other, mbi);
      client = world.client();
    }

    String kickOff(String path) {
      HttpResponse<String> accepted = client.kickOff(path);
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      return accepted.headers().firstValue("Content-Location").orElseThrow();
    }

    void awaitFailedForSpace(String job) {
      await().atMost(PATIENCE).until(() -> client.get(job).statusCode() != 202);
      HttpResponse<String> failed = client.get(job);
      assertThat(failed.statusCode()).as(failed.body()).isEqualTo(500);
      assertThat(failed.body()).doesNotContain(server.home().toString());
      JsonNode outcome = AcoClient.json(failed.body());
      assertThat(outcome.get("resourceType").asText()).isEqualTo("OperationOutcome");
      assertThat(outcome.at("/issue/0/diagnostics").asText())
          .contains("short of disk space", "Start the export again", "operator");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(files.jobs()).doesNotContain(id(job)));
    }

    void assertExportsAll(String path) {
      assertThat(client.export(path).output())
          .isEqualTo(
              Map.of(
                  "Patient", Map.of(stays, 1, leaves, 1),
                  "Coverage", Map.of("c" + stays, 1),
                  "ExplanationOfBenefit", Map.of("e" + stays, 1, "e" + leaves, 1)));
    }
  }

  private static String id(String job) {
    return job.substring(job.lastIndexOf('/') + 1);
  }

  @AfterEach
  void makeRoom() {
    files.open();
    files.makeRoom();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLittleSpace_whenKickedOff_then503AndNoJobUntilThereIsRoom(TestServer server) {
    World world = new World(server);
    files.tellUsable(KEEP_FREE - 1);

    HttpResponse<String> refused = world.client.kickOff("Group/all/$export");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("300");
    assertThat(refused.headers().firstValue("Content-Location")).isEmpty();
    JsonNode outcome = AcoClient.json(refused.body());
    assertThat(outcome.get("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(outcome.at("/issue/0/code").asText()).isEqualTo("no-store");
    assertThat(outcome.at("/issue/0/diagnostics").asText())
        .contains("short of disk space", "Ask again later")
        .doesNotContainPattern("\\d")
        .doesNotContain(server.home().toString());
    assertThat(AcoClient.json(world.client.get("/api/v2/jobs").body())).isEmpty();

    files.tellUsable(KEEP_FREE);
    world.assertExportsAll("Group/all/$export");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSpaceThatGetsLittle_whenAJobRuns_thenItFailsAndTheNextGoesOn(TestServer server) {
    World world = new World(server);
    files.hold();
    String job = world.kickOff("Group/all/$export");
    // Two workers stand at the first of three files.
    await().atMost(PATIENCE).until(() -> files.begun(id(job)) > 0);
    files.tellUsable(KEEP_FREE - 1);
    files.open();

    world.awaitFailedForSpace(job);
    assertThat(files.begun(id(job))).isLessThan(3);
    files.makeRoom();
    world.assertExportsAll("Group/all/$export");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFullDisk_whenAFileIsWritten_thenTheJobFailsAtOnceAndTheNextGoesOn(TestServer server) {
    World world = new World(server);
    files.fillUp("Patient");

    String job = world.kickOff("Group/all/$export?_type=Patient");

    world.awaitFailedForSpace(job);
    assertThat(files.begun(id(job))).as("attempts").isEqualTo(1);
    files.makeRoom();
    world.assertExportsAll("Group/all/$export");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFullDisk_whenOnlyTheNotesAreMissing_thenTheJobFailsAndSaysWhy(TestServer server) {
    World world = new World(server);
    world.world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofHours(2)),
        world.mbi,
        TestWorld.mbi()); // of whom there is no Patient: the manifest has a note
    files.fillUp("error-");

    String job = world.kickOff("Group/all/$export?_type=Patient");

    world.awaitFailedForSpace(job);
    assertThat(files.begun(id(job))).as("the file and its notes").isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFullDisk_whenAPersonOptsOut_thenFilesStayWithdrawnUntilThereIsRoom(TestServer server)
      throws IOException {
    World world = new World(server);
    AcoClient.Export export = world.client.export("Group/all/$export?_type=Patient");
    String url = export.manifest().at("/output/0/url").asText();
    String job = id(export.statusUrl());
    Set<String> before = files.names(job);
    files.fillUp("Patient");

    world.world.preference(world.mbi, DAY, false);

    await().atMost(PATIENCE).until(() -> files.begun(job) > 3); // tried again, unasked
    assertThat(world.client.get(url).statusCode()).isEqualTo(410);
    HttpResponse<String> status = world.client.get(export.statusUrl());
    assertThat(status.statusCode()).as(status.body()).isEqualTo(202);
    assertThat(status.headers().firstValue("Retry-After")).isPresent();

    files.makeRoom();
    await() // again unasked
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(files.names(job)).hasSize(1).isNotEqualTo(before));
    assertThat(world.client.get(url).statusCode()).isEqualTo(410);
    assertThat(world.client.await(export.statusUrl()).output())
        .isEqualTo(Map.of("Patient", Map.of(world.stays, 1)));
  }
}
