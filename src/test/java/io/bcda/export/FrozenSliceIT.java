package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.batch2.channel.BatchJobSender;
import ca.uhn.fhir.batch2.model.JobWorkNotification;
import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FrozenFile;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A slice stands still between its file's last byte and its publication, and is delivered to
 * another worker meanwhile. The attempt that the slice belongs to counts, and no other.
 */
class FrozenSliceIT {
  private static final LocalDate DAY = LocalDate.parse("2021-03-01");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private FrozenFile first;
  private FrozenFile second;

  /** An ACO with a claim of one who stays and one of who opts out. */
  private static final class World {
    private final TestServer server;
    private final TestWorld world;
    private final AcoClient client;
    private final String stays = "stays" + UUID.randomUUID();
    private final String leaves = "leaves" + UUID.randomUUID();
    private final String mbi = TestWorld.mbi();

    World(TestServer server) {
      this.server = server;
      this.world = new TestWorld(server);
      String other = TestWorld.mbi();
      world.patient(stays, other);
      world.patient(leaves, mbi);
      world.claim("e" + stays, stays, DAY);
      world.claim("e" + leaves, leaves, DAY);
      world.roster(
          RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), other, mbi);
      client = world.client();
    }

    String kickOff() {
      HttpResponse<String> accepted =
          client.kickOff("Group/all/$export?_type=ExplanationOfBenefit");
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      return accepted.headers().firstValue("Content-Location").orElseThrow();
    }

    /** What a broker does that delivers a message twice. */
    void deliverAgain(String job) {
      Map<String, Object> chunk =
          server
              .db()
              .queryForMap(
                  """
                  SELECT c.id, c.instance_id, c.tgt_step_id FROM bt2_work_chunk c
                    JOIN export_job j ON j.batch_instance = c.instance_id
                   WHERE j.id = ? AND c.stat = 'IN_PROGRESS'
                  """,
                  job);
      server
          .bean(BatchJobSender.class)
          .sendWorkChannelMessage(
              new JobWorkNotification(
                  AcoBulkExport.ID,
                  1,
                  (String) chunk.get("instance_id"),
                  (String) chunk.get("tgt_step_id"),
                  (String) chunk.get("id")));
    }
  }

  @AfterEach
  void thaw() {
    for (FrozenFile file : new FrozenFile[] {first, second}) {
      if (file != null) {
        file.thaw();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOptOutAndSecondAttemptPublished_whenTheFirstThaws_thenItsBytesAreNowhere(
      TestServer server) throws IOException {
    World world = new World(server);
    first = server.files().freeze("ExplanationOfBenefit");
    String status = world.kickOff();
    String job = status.substring(status.lastIndexOf('/') + 1);
    String lost = first.awaitFrozen();

    world.world.preference(world.mbi, DAY, false);
    world.deliverAgain(job);
    AcoClient.Export export = world.client.await(status);
    assertServed(world, export, lost);

    first.thaw();
    await().atMost(PATIENCE).until(() -> !server.files().names(job).contains(lost));
    assertServed(world, world.client.await(status), lost);
    assertThat(server.files().names(job)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoAttemptsFrozen_whenTheFirstThawsFirst_thenTheSecondCounts(TestServer server)
      throws IOException {
    World world = new World(server);
    first = server.files().freeze("ExplanationOfBenefit");
    String status = world.kickOff();
    String job = status.substring(status.lastIndexOf('/') + 1);
    String lost = first.awaitFrozen();
    world.world.preference(world.mbi, DAY, false);
    second = server.files().freeze("ExplanationOfBenefit");
    world.deliverAgain(job);
    String kept = second.awaitFrozen();

    first.thaw();
    await().atMost(PATIENCE).until(() -> !server.files().names(job).contains(lost));
    second.thaw();

    AcoClient.Export export = world.client.await(status);
    assertServed(world, export, lost);
    assertThat(server.files().names(job)).containsExactly(kept);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFileOfADeadAttempt_whenSwept_thenItGoesAfterAnHourAndNoOther(TestServer server)
      throws IOException {
    World world = new World(server);
    AcoClient.Export export =
        world.client.export("Group/all/$export?_type=Patient,ExplanationOfBenefit");
    String job = export.statusUrl().substring(export.statusUrl().lastIndexOf('/') + 1);
    Set<String> published = server.files().names(job);
    server.files().create(job, "Patient-0000-dead.ndjson"); // and its node dies
    Leftovers leftovers = server.bean(Leftovers.class);
    try {
      leftovers.sweep();
      server.clock().advance(Duration.ofMinutes(50));
      leftovers.sweep();
      assertThat(server.files().names(job)).hasSize(published.size() + 1);
      server.clock().advance(Duration.ofMinutes(11));
      leftovers.sweep();
      assertThat(server.files().names(job)).isEqualTo(published);
    } finally {
      server.clock().reset();
    }
  }

  private static void assertServed(World world, AcoClient.Export export, String lost)
      throws IOException {
    assertThat(export.output())
        .isEqualTo(Map.of("ExplanationOfBenefit", Map.of("e" + world.stays, 1)));
    JsonNode item = export.manifest().at("/output/0");
    String url = item.get("url").asText();
    JsonNode told = item.get("extension");
    assertThat(sha256(world, url, "identity")).isEqualTo(told.get("sha256").asText());
    assertThat(sha256(world, url, "gzip")).isEqualTo(told.get("gzipSha256").asText());
    String path = URI.create(url).getPath();
    assertThat(path).doesNotEndWith(lost);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    for (String method : List.of("GET", "HEAD")) {
      assertThat(world.client.send(method, folder + lost).statusCode()).isEqualTo(404);
    }
  }

  private static String sha256(World world, String url, String form) throws IOException {
    URI here = URI.create(world.server.url() + URI.create(url).getPath());
    HttpRequest request =
        HttpRequest.newBuilder(here)
            .header("Authorization", "Bearer " + world.client.token())
            .header("Accept-Encoding", form)
            .build();
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
    } catch (InterruptedException | NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
