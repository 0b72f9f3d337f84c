package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files are asked for all the time: the moments in which they are replaced count too. */
class OptOutReadersIT {
  private static final LocalDate DAY = LocalDate.parse("2021-03-01");
  private static final int PEOPLE = 13;
  private static final int READERS = 4;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilesAskedForAllTheTime_whenPeopleOptOut_thenNoAnswerAfterwardsHasThem(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    Map<String, String> people = people(world, server);
    String stays = people.keySet().iterator().next();
    AcoClient client = world.client();
    // Types of everybody's, for a file without the person may be served again.
    String status =
        client.export("Group/all/$export?_type=Patient,ExplanationOfBenefit").statusUrl();
    for (Map.Entry<String, String> person : people.entrySet()) {
      if (!person.getKey().equals(stays)) {
        List<String> urls = urls(client.await(status));

        world.preference(person.getValue(), DAY, false);

        assertThat(answersUntilReplaced(client, urls, status)).containsOnly(410);
      }
    }
    assertThat(client.await(status).output().get("Patient")).containsOnlyKeys(stays);
  }

  /** With a claim each, in the roster; MBIs by id. */
  private static Map<String, String> people(TestWorld world, TestServer server) {
    Map<String, String> people = new LinkedHashMap<>();
    for (int i = 0; i < PEOPLE; i++) {
      String id = "p" + i + UUID.randomUUID().toString().substring(0, 20);
      people.put(id, TestWorld.mbi());
      world.patient(id, people.get(id));
      world.claim("e" + id, id, DAY);
    }
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        people.values().toArray(String[]::new));
    return people;
  }

  /** What several readers of the files are told, until the job names others and a bit longer. */
  private static Set<Integer> answersUntilReplaced(
      AcoClient client, List<String> urls, String status) {
    Set<Integer> answers = ConcurrentHashMap.newKeySet();
    AtomicBoolean replaced = new AtomicBoolean();
    List<CompletableFuture<Void>> readers =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (boolean last = false; !last; ) {
                            last = replaced.get();
                            urls.forEach(url -> answers.add(client.get(url).statusCode()));
                          }
                        },
                        task -> new Thread(task).start()))
            .limit(READERS)
            .toList();
    try {
      client.await(status);
    } finally {
      replaced.set(true);
      readers.forEach(CompletableFuture::join);
    }
    return answers;
  }

  private static List<String> urls(AcoClient.Export export) {
    List<String> urls = new ArrayList<>();
    export.manifest().get("output").forEach(item -> urls.add(item.get("url").asText()));
    return urls;
  }
}
