package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs of several slices are deleted at random moments, some before they began, some after they
 * completed, several at once: each is gone at once and leaves neither files nor work.
 */
class CancelUnderLoadIT {
  private static final long SEED = 20261124;
  private static final int CANCELS_OF_EACH = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One ACO's requests that differ, so that they run side by side. */
  private static final List<String> REQUESTS =
      List.of(
          "Group/all/$export",
          "Patient/$export",
          "$export",
          "Group/all/$export?_type=ExplanationOfBenefit",
          "Patient/$export?_type=Patient,ExplanationOfBenefit");

  /** What is known of a job that was deleted. */
  private record Cancelled(String id, Set<String> urls) {}

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenJobsOfManySlices_whenDeletedAtRandomMoments_thenGoneAtOnceAndNothingIsLeft(
      TestServer server) {
    AcoClient client = Crowd.of(server, 300, 3).client();
    List<CompletableFuture<List<Cancelled>>> lanes =
        IntStream.range(0, REQUESTS.size())
            .mapToObj(lane -> CompletableFuture.supplyAsync(() -> cancels(server, client, lane)))
            .toList();
    List<Cancelled> jobs = lanes.stream().flatMap(lane -> lane.join().stream()).toList();
    assertThat(jobs).hasSize(CANCELS_OF_EACH * REQUESTS.size());

    Set<String> ids = new HashSet<>(jobs.stream().map(Cancelled::id).toList());
    await()
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertNothingIsLeft(server, ids));
    for (Cancelled job : jobs) {
      assertThat(client.get("/api/v2/jobs/" + job.id()).statusCode()).isEqualTo(404);
      Stream.concat(job.urls().stream(), published(server, job.id()))
          .forEach(url -> assertThat(client.get(url).statusCode()).as(url).isEqualTo(404));
    }
    assertThat(client.get("/api/v2/jobs").body()).doesNotContain(ids);
    assertThat(client.export(REQUESTS.get(0)).output().get("ExplanationOfBenefit")).hasSize(900);
  }

  private static List<Cancelled> cancels(TestServer server, AcoClient client, int lane) {
    Random random = new Random(SEED + lane);
    List<Cancelled> cancelled = new ArrayList<>();
    for (int i = 0; i < CANCELS_OF_EACH; i++) {
      HttpResponse<String> accepted = client.kickOff(REQUESTS.get(lane));
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      String status = accepted.headers().firstValue("Content-Location").orElseThrow();
      String id = status.substring(status.lastIndexOf('/') + 1);
      awaitMoment(client, status, random);
      Set<String> urls = stored(server, id);
      assertThat(client.send("DELETE", status).statusCode()).isEqualTo(202);
      HttpResponse<String> after = client.get(status);
      assertThat(after.statusCode()).as(after.body()).isEqualTo(404);
      urls.forEach(url -> assertThat(client.get(url).statusCode()).as(url).isEqualTo(404));
      cancelled.add(new Cancelled(id, urls));
    }
    return cancelled;
  }

  /** Moments before the plan, while files are written, in the last step, and after completion. */
  private static void awaitMoment(AcoClient client, String status, Random random) {
    int least = random.nextInt(-40, 140);
    if (least >= 0) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(40))
          .until(() -> percent(client.get(status)) >= Math.min(least, 100));
    }
    for (int polls = random.nextInt(5); polls > 0; polls--) {
      client.get(status);
    }
  }

  private static int percent(HttpResponse<String> status) {
    String progress = status.headers().firstValue("X-Progress").orElse("");
    return status.statusCode() == 200
        ? 100
        : progress.contains("%") ? Integer.parseInt(progress.replaceAll("\\D+", "")) : -1;
  }

  private static void assertNothingIsLeft(TestServer server, Set<String> ids) throws IOException {
    assertThat(server.files().jobs()).doesNotContainAnyElementsOf(ids);
    List<String> instances =
        server
            .db()
            .queryForList(
                "SELECT coalesce(params_json_vc, params_json) FROM bt2_job_instance", String.class);
    assertThat(ids).noneMatch(id -> instances.stream().anyMatch(text -> text.contains(id)));
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT id FROM export_job WHERE batch_instance IS NOT NULL", String.class))
        .doesNotContainAnyElementsOf(ids);
  }

  private static Set<String> stored(TestServer server, String job) {
    try {
      Set<String> urls = new HashSet<>();
      server.files().names(job).forEach(name -> urls.add(url(job, name)));
      return urls;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Files that the table names: a slice may be published in the very moment of the DELETE. */
  private static Stream<String> published(TestServer server, String job) {
    return server
        .db()
        .queryForList("SELECT name FROM export_file WHERE job_id = ?", String.class, job)
        .stream()
        .map(name -> url(job, name));
  }

  private static String url(String job, String name) {
    return "/data/" + job + "/" + name;
  }
}
