package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of one ACO, and of all, may run at once up to a limit and no further. */
class JobLimitsIT {
  /** As the server's settings have it. */
  private static final int PER_ACO = 5;

  /** As the harness sets it. */
  private static final int IN_ALL = 30;

  /** Requests that differ; each has a file, at which the job can be held. */
  private static final List<String> REQUESTS =
      Stream.of("Group/all/$export", "Patient/$export", "$export")
          .flatMap(
              path ->
                  Stream.of(
                          "",
                          "?_type=Patient",
                          "?_type=Patient,Coverage",
                          "?_type=Patient,ExplanationOfBenefit")
                      .map(type -> path + type))
          .toList();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwelveKickOffsAtOnce_whenFiveMayRun_thenFiveDoAndADeleteMakesRoom(TestServer server) {
    AcoClient client = acoOfOne(server).client();
    server.files().hold();
    try {
      List<CompletableFuture<HttpResponse<String>>> asked =
          REQUESTS.stream()
              .map(path -> CompletableFuture.supplyAsync(() -> client.kickOff(path)))
              .toList();
      Map<Integer, List<HttpResponse<String>>> answers =
          asked.stream()
              .map(CompletableFuture::join)
              .collect(Collectors.groupingBy(HttpResponse::statusCode));
      assertThat(answers.keySet()).containsExactlyInAnyOrder(202, 429);
      assertThat(answers.get(202)).hasSize(PER_ACO);
      answers.get(429).forEach(answer -> assertRefused(answer, "Your ACO has 5 jobs running"));

      assertThat(client.send("DELETE", location(answers.get(202).get(0))).statusCode())
          .isEqualTo(202);
      String next = location(client.kickOff("Group/new/$export"));
      assertRefused(client.kickOff("Group/new/$export?_type=Patient"), "Your ACO has 5 jobs");
      server.files().open();
      client.await(next);
      answers.get(202).stream().skip(1).map(JobLimitsIT::location).forEach(client::await);
      client.await(location(client.kickOff("Group/new/$export?_type=Patient")));
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAsManyJobsAsMayRunInAll_whenAnotherAcoAsks_then429UntilOneEnds(TestServer server) {
    List<AcoClient> clients = new ArrayList<>();
    for (int i = 0; i <= IN_ALL / PER_ACO; i++) {
      clients.add(acoOfOne(server).client());
    }
    AcoClient late = clients.remove(0);
    Map<String, AcoClient> running = new LinkedHashMap<>();
    server.files().hold();
    try {
      for (AcoClient client : clients) {
        for (String request : REQUESTS.subList(0, PER_ACO)) {
          running.put(location(client.kickOff(request)), client);
        }
      }
      assertRefused(late.kickOff("$export"), "The server has as many jobs running as it may");
      String ended = running.keySet().iterator().next();
      assertThat(running.remove(ended).send("DELETE", ended).statusCode()).isEqualTo(202);
      running.put(location(late.kickOff("$export")), late);
      assertRefused(late.kickOff("Patient/$export"), "The server has as many jobs running");
    } finally {
      running.forEach((job, client) -> client.send("DELETE", job));
      server.files().open();
    }
  }

  private static void assertRefused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
        .isBetween(1, 60);
    JsonNode outcome = AcoClient.json(answer.body());
    assertThat(outcome.get("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(outcome.at("/issue/0/code").asText()).isEqualTo("throttled");
    assertThat(outcome.at("/issue/0/diagnostics").asText()).contains(why, "sk again");
  }

  private static String location(HttpResponse<String> accepted) {
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  private static TestWorld acoOfOne(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    world.patient("p" + UUID.randomUUID(), mbi);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world;
  }
}
