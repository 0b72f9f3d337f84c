package io.bcda.export;

import static io.bcda.store.ResourceKind.EXPLANATION_OF_BENEFIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code _until} goes by what was known at a time, as {@code _since} does, and not by clocks. */
class UntilIT {
  private static final LocalDate DAY = LocalDate.of(2025, 5, 5);

  /** One person, and claims that come one after the other. */
  private static final class World {
    private final TestWorld world;
    private final SelectedExports exports;
    private final String person = "p" + UUID.randomUUID().toString().substring(0, 20);

    World(TestServer server) {
      this.world = new TestWorld(server);
      String mbi = TestWorld.mbi();
      world.patient(person, mbi);
      world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
      this.exports = new SelectedExports(server, world);
    }

    String claim(int number) {
      String id = "e" + number + person;
      world.claim(id, person, DAY);
      return id;
    }

    Instant time() {
      return Instant.parse(exports.export(claims()).transactionTime());
    }

    static Asked claims() {
      return Asked.all().only(EXPLANATION_OF_BENEFIT);
    }

    Set<String> ids(Asked asked) {
      return exports.export(asked).output().getOrDefault("ExplanationOfBenefit", Map.of()).keySet();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsBeforeAndAfterATime_whenExportedUntilIt_thenThoseBefore(TestServer server) {
    World world = new World(server);
    String before = world.claim(1);
    String changed = world.claim(2);
    Instant time = world.time();
    world.world.claim(changed, world.person, DAY.plusDays(1));
    String after = world.claim(3);

    assertThat(world.ids(World.claims())).containsExactlyInAnyOrder(before, changed, after);
    assertThat(world.ids(World.claims().until(time))).containsExactly(before);
    assertThat(world.ids(World.claims().until(time.minus(Duration.ofDays(9999))))).isEmpty();
    Instant future = server.clock().instant().plus(Duration.ofDays(1000));
    assertThat(world.ids(World.claims().until(future))).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenWindowsOneAfterTheOther_whenExported_thenEachClaimIsInOne(TestServer server) {
    World world = new World(server);
    List<Instant> times = new ArrayList<>(List.of(world.time()));
    Map<String, Integer> expected = new TreeMap<>();
    for (int window = 0; window < 3; window++) {
      for (int i = 0; i < 3; i++) {
        expected.put(world.claim(10 * window + i), window);
      }
      times.add(world.time());
    }
    world.claim(99);

    for (ExportLevel level : List.of(ExportLevel.PATIENT, ExportLevel.GROUP_ALL)) {
      Map<String, Integer> found = new TreeMap<>();
      for (int window = 0; window < 3; window++) {
        Asked asked =
            World.claims()
                .at(level)
                .since(times.get(window).toString())
                .until(times.get(window + 1));
        for (String id : world.ids(asked)) {
          assertThat(found.put(id, window)).as(id).isNull();
        }
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  /** It is not gone, only not asked for: to list it as deleted would lose it. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimThatChangedAfterIt_whenExportedBetweenTwoTimes_thenItIsNotDeleted(
      TestServer server) {
    World world = new World(server);
    String claim = world.claim(1);
    Instant since = world.time();
    Instant until = world.time();
    world.world.claim(claim, world.person, DAY.plusDays(1));

    AcoClient.Export export =
        world.exports.export(World.claims().since(since.toString()).until(until));

    assertThat(export.output()).isEmpty();
    assertThat(export.deleted()).isEmpty();
  }

  /** No snapshot of an earlier era can be compared: the clock that stamped the rows decides. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATimeOfAnEarlierEra_whenExportedUntilIt_thenTheClockDecidesAndTheRestIsCounted(
      TestServer server) {
    World world = new World(server);
    world.claim(1);
    Instant early = Instant.parse("2001-02-03T04:05:06Z");
    EarlierEra.at(server, early.minus(Duration.ofDays(1)));

    AcoClient.Export export = world.exports.export(World.claims().until(early));

    assertThat(export.output()).isEmpty();
    assertThat(export.manifest().at("/extension/totals/filtered").asInt()).isEqualTo(1);
  }
}
