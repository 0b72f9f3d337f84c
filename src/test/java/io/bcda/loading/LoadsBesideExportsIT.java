package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files are loaded one after the other while exports run. Each claim tells the edition of the file
 * that it came with, so an export itself shows which moment it is of: a file that is seen at once
 * is there whole or not at all, of one that is seen by batches each claim is of one edition, and no
 * later export goes back.
 */
class LoadsBesideExportsIT {
  /** Whole ones; as many of what changed since the last are asked for beside them. */
  private static final int EXPORTS = 8;

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();
  private final TestEditions north = new TestEditions("n", person, 400, 15);
  private final TestEditions south = new TestEditions("s", person, 400, 15);
  private final TestEditions batched = new TestEditions("b", person, 300, 0);
  private final List<TestEditions> deliveries = List.of(north, south, batched);
  private final AtomicInteger taken = new AtomicInteger();
  private volatile boolean enough;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLoadsUnderWay_whenExported_thenEachExportIsOfOneMoment(TestServer server)
      throws IOException {
    AcoClient client = client(server);
    Replica chain = new Replica(client);
    assertThat(chain.next().claims()).isEmpty();

    ClaimsLoad atOnce = server.bean(ClaimsLoad.class);
    ClaimsLoad inBatches = TestLoads.inBatches(server, 20);
    List<CompletableFuture<Void>> loads =
        List.of(
            CompletableFuture.runAsync(() -> loadUntilEnough(atOnce, north)),
            CompletableFuture.runAsync(() -> loadUntilEnough(atOnce, south)),
            CompletableFuture.runAsync(() -> loadUntilEnough(inBatches, batched)));
    List<Seen> seen = new ArrayList<>();
    try {
      CompletableFuture<List<Seen>> whole =
          CompletableFuture.supplyAsync(() -> exports(() -> new Replica(client).next()));
      seen.addAll(exports(chain::next));
      seen.addAll(whole.join());
    } finally {
      enough = true;
    }
    loads.forEach(CompletableFuture::join);

    Map<String, Integer> end = new TreeMap<>();
    deliveries.forEach(each -> end.putAll(each.after(each.loaded())));
    assertThat(chain.next().claims()).isEqualTo(end);
    assertThat(new Replica(client).next().claims()).isEqualTo(end);
    assertThat(deliveries).allMatch(each -> each.loaded() >= 2);
    assertThat(seen).hasSize(2 * EXPORTS);
    seen.forEach(this::assertOfOneMoment);
    assertNoneGoesBack(seen);
  }

  /** A few editions for each export, so that the store does not grow without end. */
  private void loadUntilEnough(ClaimsLoad loader, TestEditions claims) {
    while (!enough) {
      claims.loadNext(loader, folder);
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> enough || claims.loaded() < 3 * (taken.get() + 1));
    }
  }

  private List<Seen> exports(Supplier<Seen> export) {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < EXPORTS; i++) {
      seen.add(export.get());
      taken.incrementAndGet();
    }
    return seen;
  }

  private void assertOfOneMoment(Seen seen) {
    for (TestEditions each : List.of(north, south)) {
      int edition = edition(each, seen);
      assertThat(each.of(seen.claims())).isEqualTo(each.after(edition));
      assertThat(edition).isBetween(seen.loadedBefore().get(each), seen.begunAfter().get(each));
    }
    Map<String, Integer> claims = batched.of(seen.claims());
    int least = seen.loadedBefore().get(batched);
    assertThat(claims.values())
        .allMatch(edition -> edition >= least && edition <= seen.begunAfter().get(batched));
    if (least > 0) {
      assertThat(claims.keySet()).isEqualTo(batched.after(least).keySet());
    }
  }

  private static int edition(TestEditions delivery, Seen seen) {
    return delivery.of(seen.claims()).values().stream().findFirst().orElse(0);
  }

  private void assertNoneGoesBack(List<Seen> seen) {
    Map<String, Integer> newest = new HashMap<>();
    seen.stream()
        .sorted(Comparator.comparing(Seen::time))
        .forEach(
            each -> {
              newest.merge("north", edition(north, each), LoadsBesideExportsIT::later);
              newest.merge("south", edition(south, each), LoadsBesideExportsIT::later);
              batched
                  .of(each.claims())
                  .forEach((id, is) -> newest.merge(id, is, LoadsBesideExportsIT::later));
            });
  }

  private static int later(int before, int now) {
    assertThat(now).isGreaterThanOrEqualTo(before);
    return now;
  }

  private AcoClient client(TestServer server) throws IOException {
    String mbi = TestWorld.mbi();
    TestLoads.load(
        server, TestLoads.write(folder, "person.ndjson", List.of(TestLines.patient(person, mbi))));
    TestWorld world = new TestWorld(server);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world.client();
  }

  /**
   * What a client held when it had taken an export.
   *
   * @param claims ids with the edition of each
   * @param loadedBefore what was loaded when the export was asked for
   * @param begunAfter what had begun to be loaded when the export was there
   */
  private record Seen(
      Instant time,
      Map<String, Integer> claims,
      Map<TestEditions, Integer> loadedBefore,
      Map<TestEditions, Integer> begunAfter) {}

  /** What a client holds that asks for everything once, and then for what changed since. */
  private final class Replica {
    private final AcoClient client;
    private final Map<String, Integer> claims = new TreeMap<>();
    private @Nullable String since;

    private Replica(AcoClient client) {
      this.client = client;
    }

    Seen next() {
      Map<TestEditions, Integer> before = editions(TestEditions::loaded);
      String query = since == null ? "" : "?_since=" + since.replace("+", "%2B");
      AcoClient.Export export = client.export("Group/all/$export" + query);
      take(export);
      since = export.transactionTime();
      return new Seen(
          Instant.parse(since), new TreeMap<>(claims), before, editions(TestEditions::begun));
    }

    private void take(AcoClient.Export export) {
      List<String> gone = export.deleted().getOrDefault("ExplanationOfBenefit", List.of());
      assertThat(claims.keySet()).containsAll(gone);
      claims.keySet().removeAll(gone);
      Map<String, Integer> changed = new HashMap<>();
      for (JsonNode claim :
          export.lines("output").getOrDefault("ExplanationOfBenefit", List.of())) {
        String id = claim.get("id").asText();
        assertThat(changed.put(id, TestEditions.edition(claim))).as("twice: " + id).isNull();
      }
      assertThat(changed).doesNotContainKeys(gone.toArray(String[]::new));
      claims.putAll(changed);
    }

    private Map<TestEditions, Integer> editions(ToIntFunction<TestEditions> what) {
      Map<TestEditions, Integer> found = new HashMap<>();
      deliveries.forEach(each -> found.put(each, what.applyAsInt(each)));
      return found;
    }
  }
}
