package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One ACO's large export does not keep the exports of others waiting. */
class FairShareIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int SMALL_ACOS = 20;
  private static final int ROUNDS = 3;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAllSlicesOfALargeJobQueued_whenSmallJobsFollow_thenTheyEndLongBefore(
      TestServer server) {
    AcoClient large = Crowd.of(server, 700, 3).client();
    List<AcoClient> small =
        Stream.generate(() -> Crowd.of(server, 1, 1).client()).limit(3).toList();
    server.files().hold();
    try {
      String first = kickOff(large);
      await().atMost(PATIENCE).until(() -> queued(server, first) > 15);
      List<String> jobs = new ArrayList<>();
      small.forEach(client -> jobs.add(kickOff(client)));

      await() // one slice after the other
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(150))
          .until(
              () -> {
                server.files().letThrough(1);
                return isDone(small.get(0), jobs.get(0))
                    && isDone(small.get(1), jobs.get(1))
                    && isDone(small.get(2), jobs.get(2));
              });

      HttpResponse<String> status = large.get(first);
      assertThat(status.statusCode()).isEqualTo(202);
      assertThat(Integer.parseInt(progress(status).replaceAll("\\D+", ""))).isLessThan(90);
      server.files().open();
      assertThat(large.await(first).output().get("ExplanationOfBenefit")).hasSize(2100);
    } finally {
      server.files().open();
    }
  }

  /** By command, on a quiet machine: {@code -Dfair-share.measure=true}; prints what it saw. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  @EnabledIfSystemProperty(named = "fair-share.measure", matches = "true")
  void givenTwentySmallAcosBesideALargeOne_whenMeasured_thenWithinThreeTimesTheirOwnTime(
      TestServer server) {
    AcoClient large = Crowd.of(server, 1000, 3).client();
    List<AcoClient> small =
        Stream.generate(() -> Crowd.of(server, 10, 3).client()).limit(SMALL_ACOS).toList();
    List<Long> alone = new ArrayList<>();
    List<Long> beside = new ArrayList<>();
    List<Long> largeTook = new ArrayList<>();
    all(small); // warm
    large.export("Group/all/$export");
    for (int round = 0; round < ROUNDS; round++) {
      alone.addAll(all(small));
      long begun = System.nanoTime();
      String job = kickOff(large);
      beside.addAll(all(small));
      large.await(job);
      largeTook.add((System.nanoTime() - begun) / 1_000_000);
    }
    alone.sort(null);
    beside.sort(null);
    System.err.printf(
        "fair share, %s, ms: alone median %d worst %d; beside the large one median %d worst %d;"
            + " the large one %s%n",
        server, median(alone), worst(alone), median(beside), worst(beside), largeTook);
    assertThat(median(beside)).isLessThanOrEqualTo(3 * median(alone));
    assertThat(worst(beside)).isLessThanOrEqualTo(3 * worst(alone));
  }

  /** Milliseconds from kick-off to manifest of each, all at once. */
  private static List<Long> all(List<AcoClient> clients) {
    List<CompletableFuture<Long>> exports =
        clients.stream()
            .map(
                client ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          long begun = System.nanoTime();
                          client.await(kickOff(client));
                          return (System.nanoTime() - begun) / 1_000_000;
                        },
                        task -> new Thread(task).start()))
            .toList();
    return exports.stream().map(CompletableFuture::join).toList();
  }

  private static long median(List<Long> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static long worst(List<Long> sorted) {
    return sorted.get(sorted.size() - 1);
  }

  private static int queued(TestServer server, String job) {
    return server
        .db()
        .queryForObject(
            """
            SELECT count(*) FROM bt2_work_chunk c JOIN export_job j ON j.batch_instance = c.instance_id
             WHERE j.id = ? AND c.stat = 'QUEUED'
            """,
            Integer.class,
            job.substring(job.lastIndexOf('/') + 1));
  }

  private static boolean isDone(AcoClient client, String job) {
    return client.get(job).statusCode() == 200;
  }

  private static String kickOff(AcoClient client) {
    HttpResponse<String> accepted = client.kickOff("Group/all/$export");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  private static String progress(HttpResponse<String> status) {
    return status.headers().firstValue("X-Progress").orElse("");
  }
}
