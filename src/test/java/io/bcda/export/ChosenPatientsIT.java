package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.attribution.RosterKind;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An export of some patients has these and never anybody else. */
class ChosenPatientsIT {
  private static final LocalDate DAY = LocalDate.of(2025, 5, 5);

  private static final class World {
    private final TestWorld world;
    private final SelectedExports exports;
    private final List<String> people =
        IntStream.range(0, 4)
            .mapToObj(i -> "p" + i + UUID.randomUUID().toString().substring(9))
            .toList();
    private final List<String> mbis = Stream.generate(TestWorld::mbi).limit(4).toList();

    World(TestServer server) {
      this.world = new TestWorld(server);
      for (int i = 0; i < people.size(); i++) {
        world.patient(people.get(i), mbis.get(i));
        world.coverage("c" + people.get(i), people.get(i));
        world.claim("e" + people.get(i), people.get(i), DAY);
      }
      Instant before = server.clock().instant().minus(Duration.ofDays(3));
      world.roster(RosterKind.CURRENT, before, mbis.toArray(String[]::new));
      this.exports = new SelectedExports(server, world);
    }

    Asked only(int... which) {
      return Asked.all()
          .patients(IntStream.of(which).mapToObj(people::get).collect(Collectors.toSet()));
    }

    Map<String, Map<String, Integer>> of(int... which) {
      return Map.of(
          "Patient",
          ids("", which),
          "Coverage",
          ids("c", which),
          "ExplanationOfBenefit",
          ids("e", which));
    }

    private Map<String, Integer> ids(String start, int... which) {
      return IntStream.of(which)
          .boxed()
          .collect(Collectors.toMap(i -> start + people.get(i), i -> 1));
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSomePatients_whenExported_thenTheirsAndNobodyElses(TestServer server) {
    World world = new World(server);
    for (ExportLevel level : List.of(ExportLevel.PATIENT, ExportLevel.GROUP_ALL)) {
      AcoClient.Export export = world.exports.export(world.only(1, 2).at(level));

      assertThat(export.output()).isEqualTo(world.of(1, 2));
      assertThat(export.manifest().at("/extension/totals/patients").asInt()).isEqualTo(2);
      assertThat(export.manifest().at("/extension/totals").has("suppressed")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSince_whenSomePatientsAreExported_thenTheirChangesAndDeletionsAlone(TestServer server) {
    World world = new World(server);
    String since = world.exports.export(Asked.all()).transactionTime();
    for (int i = 0; i < 4; i++) {
      world.world.coverage("d" + world.people.get(i), world.people.get(i));
      // The claim of the one becomes the next one's, of the last the first one's.
      world.world.claim("e" + world.people.get(i), world.people.get((i + 1) % 4), DAY);
    }

    AcoClient.Export export = world.exports.export(world.only(0).since(since));

    assertThat(export.output())
        .isEqualTo(
            Map.of(
                "Coverage", Map.of("d" + world.people.get(0), 1),
                "ExplanationOfBenefit", Map.of("e" + world.people.get(3), 2)));
    assertThat(export.deleted()).as("the claim can be seen, with another person").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPatientsOfOthersOrOfNobody_whenAsked_thenBothAreRefusedAlike(TestServer server) {
    World world = new World(server);
    World other = new World(server);
    String gone = TestWorld.mbi();
    world.world.patient("gone" + world.people.get(0), gone);

    Refusal foreign = refused(world, world.people.get(0), other.people.get(0));
    Refusal unknown = refused(world, world.people.get(0), "nobody-" + UUID.randomUUID());
    Refusal known = refused(world, world.people.get(0), "gone" + world.people.get(0));

    assertThat(foreign.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(foreign.parameter()).contains("patient");
    assertThat(foreign.detail()).contains("1 are not in this group").contains("2 different");
    assertThat(unknown.detail()).isEqualTo(foreign.detail());
    assertThat(known.detail()).isEqualTo(foreign.detail());
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT count(*) FROM export_job WHERE aco = ?",
                    Integer.class,
                    world.world.aco()))
        .isZero();
  }

  /** Whoever names others' Patients must not keep everybody's kick-offs and loads waiting. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherKickOffUnderWay_whenAPatientOfOthersIsAsked_thenRefusedMeanwhile(
      TestServer server) {
    World world = new World(server);
    World other = new World(server);
    Refusal refusal =
        new TransactionTemplate(server.bean(PlatformTransactionManager.class))
            .execute(
                status -> {
                  status.setRollbackOnly();
                  server.bean(Watermark.class).issue(Watermark.Cause.EXPORT);
                  return CompletableFuture.supplyAsync(() -> refused(world, other.people.get(0)))
                      .orTimeout(30, TimeUnit.SECONDS)
                      .join();
                });

    assertThat(refusal.parameter()).contains("patient");
    assertThat(refusal.detail()).contains("1 are not in this group");
  }

  private static Refusal refused(World world, String... ids) {
    return catchThrowableOfType(
        Refusal.class, () -> world.exports.accept(Asked.all().patients(Set.of(ids))));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPersonWhoIsNotNew_whenAskedForInGroupNew_thenRefused(TestServer server) {
    World world = new World(server);
    String mbi = TestWorld.mbi();
    String joined = "j" + world.people.get(0);
    world.world.patient(joined, mbi);
    world.world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(2)),
        Stream.concat(world.mbis.stream(), Stream.of(mbi)).toArray(String[]::new));

    assertThat(
            world
                .exports
                .export(Asked.all().at(ExportLevel.GROUP_NEW).patients(Set.of(joined)))
                .output()
                .get("Patient"))
        .containsOnlyKeys(joined);
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> world.exports.accept(world.only(0).at(ExportLevel.GROUP_NEW)));
    assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTenThousandPatients_whenAsked_thenOneStatementFindsThem(TestServer server) {
    World world = new World(server);
    Set<String> ids = new TreeSet<>(world.people);
    IntStream.range(0, 9996).forEach(i -> ids.add("nobody-" + i));

    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> world.exports.accept(Asked.all().patients(ids)));

    assertThat(refusal.detail()).contains("10000", "9996");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOnlyOthersOptOut_whenSomePatientsWereExported_thenTheFilesStand(TestServer server) {
    World world = new World(server);
    AcoClient.Export export = world.exports.export(world.only(1, 2));
    world.world.preference(world.mbis.get(0), DAY, false);

    AcoClient.Export again = world.exports.again(export);
    assertThat(again.manifest().get("output")).isEqualTo(export.manifest().get("output"));

    world.world.preference(world.mbis.get(1), DAY, false);
    assertThat(world.exports.again(export).output()).isEqualTo(world.of(2));
  }
}
