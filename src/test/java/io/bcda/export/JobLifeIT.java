package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.HeldFiles;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of a job from kick-off to its end. */
class JobLifeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSlicesHeldOpen_whenPolled_thenPercentageRisesAndNeverFalls(TestServer server) {
    AcoClient client = acoOfOne(server).client();
    List<Integer> seen = new ArrayList<>();
    server.files().hold();
    try {
      String job = accepted(client);
      for (int files = 0; files < 3; files++) {
        int floor = files * 33;
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  seen.add(percent(client.get(job)));
                  return seen.get(seen.size() - 1) >= floor;
                });
        server.files().letThrough(1);
      }
      server.files().open();
      client.await(job);
    } finally {
      server.files().open();
    }
    assertThat(seen).isSorted().contains(0, 33, 66).allMatch(p -> p >= 0 && p < 100);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenRunningJob_whenAskedAgain_then429NamesItAndDeleteFreesTheSlot(TestServer server) {
    AcoClient client = acoOfOne(server).client();
    server.files().hold();
    try {
      String job = accepted(client);
      HttpResponse<String> again = client.kickOff("Group/all/$export");
      assertThat(again.statusCode()).isEqualTo(429);
      assertThat(again.headers().firstValue("Retry-After")).isPresent();
      assertThat(again.body()).contains(job.substring(job.lastIndexOf('/') + 1));

      assertThat(client.send("DELETE", job).statusCode()).isEqualTo(202);
      assertThat(client.get(job).statusCode()).isEqualTo(404);
      assertThat(client.send("DELETE", job).statusCode()).isEqualTo(404);
      String next = accepted(client);
      server.files().open();
      client.await(next);
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenCompletedJob_whenItsTimeIsOver_thenStatusAndFilesAreGone(TestServer server) {
    AcoClient client = acoOfOne(server).client();
    AcoClient.Export done = client.export("Group/all/$export");
    String file = done.manifest().at("/output/0/url").asText();
    HttpResponse<String> status = client.get(done.statusUrl());
    assertThat(status.headers().firstValue("Expires").orElseThrow()).endsWith("GMT");
    server.clock().advance(Duration.ofHours(24).plusSeconds(1));
    try {
      AcoClient later = AcoClient.of(server, aco(client, server));
      assertThat(later.get(done.statusUrl()).statusCode()).isEqualTo(410);
      assertThat(later.get(file).statusCode()).isEqualTo(410);
      assertThat(later.send("HEAD", file).statusCode()).isEqualTo(410);
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFolderThatCannotBeRemoved_whenAJobsTimeIsOver_thenItsFilesAreRemovedAllTheSame(
      TestServer server) throws IOException {
    AcoClient.Export done = acoOfOne(server).client().export("Group/all/$export");
    HeldFiles files = server.files();
    assertThat(files.names(id(done.statusUrl()))).isNotEmpty();
    String first = "0"; // in the order of the sweep
    files.resistDeletion(first);
    server.clock().advance(Duration.ofHours(24).plusSeconds(1));
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(files.jobs()).doesNotContain(id(done.statusUrl())));
      assertThat(files.jobs()).contains(first);
    } finally {
      server.clock().reset();
      files.resistDeletion(null);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoAcos_whenOneAsksForTheOthers_thenNothingIsThere(TestServer server) {
    TestWorld mine = acoOfOne(server);
    TestWorld theirs = acoOfOne(server);
    AcoClient me = mine.client();
    AcoClient.Export done = theirs.client().export("Group/all/$export");
    String file = done.manifest().at("/output/0/url").asText();
    assertThat(me.get(done.statusUrl()).statusCode()).isEqualTo(404);
    assertThat(me.send("DELETE", done.statusUrl()).statusCode()).isEqualTo(404);
    assertThat(me.get(file).statusCode()).isEqualTo(404);
    assertThat(me.get("/api/v2/jobs").body()).doesNotContain(id(done.statusUrl()));
    assertThat(theirs.client().get(file).statusCode()).isEqualTo(200);
    Set<String> people =
        me.export("Patient/$export").lines("output").getOrDefault("Patient", List.of()).stream()
            .map(p -> p.get("id").asText())
            .collect(Collectors.toSet());
    assertThat(people).hasSize(1);
    assertThat(done.output().get("Patient").keySet()).doesNotContainAnyElementsOf(people);
  }

  private static String id(String statusUrl) {
    return statusUrl.substring(statusUrl.lastIndexOf('/') + 1);
  }

  private static String aco(AcoClient client, TestServer server) {
    String claims = client.token().split("\\.")[1];
    return AcoClient.json(new String(java.util.Base64.getUrlDecoder().decode(claims)))
        .get("aco")
        .asText();
  }

  private static TestWorld acoOfOne(TestServer server) {
    TestWorld world = new TestWorld(server);
    String person = "p" + UUID.randomUUID();
    String mbi = TestWorld.mbi();
    world.patient(person, mbi);
    world.coverage("c" + person, person);
    world.claim("e" + person, person, LocalDate.of(2025, 3, 3));
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world;
  }

  private static String accepted(AcoClient client) {
    HttpResponse<String> answer = client.kickOff("Group/all/$export");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer.headers().firstValue("Content-Location").orElseThrow();
  }

  private static int percent(HttpResponse<String> status) {
    assertThat(status.statusCode()).isEqualTo(202);
    assertThat(status.headers().firstValue("Retry-After")).isPresent();
    String progress = status.headers().firstValue("X-Progress").orElseThrow();
    return progress.contains("%") ? Integer.parseInt(progress.replaceAll("\\D+", "")) : 0;
  }
}
