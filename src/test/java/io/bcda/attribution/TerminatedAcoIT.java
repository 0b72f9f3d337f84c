package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.Participation.Bound;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ACOs whose participation has ended. */
class TerminatedAcoIT {
  private static final Participation.Bound ENDED = Bound.ENDED;
  private static final Participation.Bound LATEST = Bound.LATEST;

  /** An ACO with a roster from before an end, of one person, and one from after, of two. */
  private static final class World {
    private final TestServer server;
    private final TestWorld world;
    private final LocalDate end;
    private final String early = "p" + UUID.randomUUID();
    private final String late = "p" + UUID.randomUUID();
    private final String earlyMbi = TestWorld.mbi();
    private final String lateMbi = TestWorld.mbi();

    World(TestServer server) {
      this.server = server;
      this.world = new TestWorld(server);
      Instant now = server.clock().instant();
      this.end = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(5);
      world.patient(early, earlyMbi);
      world.patient(late, lateMbi);
      world.claim("within" + early, early, end);
      world.claim("beyond" + early, early, end.plusDays(1));
      world.claim("within" + late, late, end);
      world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(10)), earlyMbi);
      world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(2)), earlyMbi, lateMbi);
    }

    void limit(Bound attribution, Bound claims) {
      terms().limit(world.aco(), new Participation(end, attribution, claims), Optional.empty());
    }

    AcoTerms terms() {
      return server.bean(AcoTerms.class);
    }

    Set<String> claims() {
      return export().output().get("ExplanationOfBenefit").keySet();
    }

    AcoClient.Export export() {
      return world.client().export("Group/all/$export");
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLimitedAco_whenExported_thenWhatBelongsToItsParticipation(TestServer server) {
    World world = new World(server);
    assertThat(world.claims()).hasSize(3);

    world.limit(ENDED, ENDED);
    assertThat(world.claims()).containsExactly("within" + world.early);
    world.limit(ENDED, LATEST);
    assertThat(world.claims())
        .containsExactlyInAnyOrder("within" + world.early, "beyond" + world.early);
    world.limit(LATEST, ENDED);
    assertThat(world.claims())
        .containsExactlyInAnyOrder("within" + world.early, "within" + world.late);
    world.limit(LATEST, LATEST);
    assertThat(world.claims()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLimitedAndRestored_whenExportedSince_thenWhatWentIsDeletedAndWhatCameIsThere(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    AcoClient.Export before = world.export();
    world.limit(ENDED, ENDED);

    AcoClient.Export limited =
        client.export("Group/all/$export?_since=" + before.transactionTime());
    assertThat(limited.output()).isEmpty();
    assertThat(limited.deleted())
        .isEqualTo(
            Map.of(
                "Patient", List.of(world.late),
                "ExplanationOfBenefit", List.of("beyond" + world.early, "within" + world.late)));

    world.terms().restore(world.world.aco());
    AcoClient.Export restored =
        client.export("Group/all/$export?_since=" + limited.transactionTime());
    assertThat(restored.deleted()).isEmpty();
    assertThat(restored.output().get("Patient")).containsOnlyKeys(world.late);
    assertThat(restored.output().get("ExplanationOfBenefit"))
        .containsOnlyKeys("beyond" + world.early, "within" + world.late);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLimitedAco_whenYearsPass_thenItsRosterStaysUntilItsLastDayOfAccess(TestServer server) {
    World world = new World(server);
    world.limit(ENDED, ENDED);
    try {
      server.clock().advance(Duration.ofDays(400));
      assertThat(world.claims()).containsExactly("within" + world.early);
      assertThat(world.world.client().get("/api/v2/attribution_status").body())
          .contains("\"state\":\"current\"", "participation ended on " + world.end);
      LocalDate today = LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC);
      AcoClient client = world.world.client();
      Participation ended = new Participation(world.end, ENDED, ENDED);
      world.terms().limit(world.world.aco(), ended, Optional.of(today));
      assertThat(client.kickOff("Group/all/$export").statusCode()).isEqualTo(202);
      world.terms().limit(world.world.aco(), ended, Optional.of(today.minusDays(1)));
      for (String path : List.of("Group/all/$export", "jobs", "attribution_status")) {
        assertThat(client.kickOff(path).statusCode()).as(path).isEqualTo(403);
      }
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLimitedAco_whenPersonOptsOutLater_thenSuppressedAndNewRosterKept(TestServer server) {
    World world = new World(server);
    world.limit(ENDED, ENDED);
    world.world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        world.earlyMbi,
        world.lateMbi);
    assertThat(world.claims()).containsExactly("within" + world.early);
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT detail FROM delivery WHERE id = (SELECT max(delivery_id) FROM roster"
                        + " WHERE aco = ?)",
                    String.class,
                    world.world.aco()))
        .contains("kept and not in force: the ACO's participation ended before");

    world.world.preference(
        world.earlyMbi, LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC), false);
    assertThat(world.export().output()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTermsThatMakeNoSense_whenSet_thenRefusedAndNothingChanged(TestServer server) {
    World world = new World(server);
    Participation ended = new Participation(world.end, ENDED, ENDED);
    assertThatThrownBy(
            () ->
                world.terms().limit(world.world.aco(), ended, Optional.of(world.end.minusDays(1))))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> world.terms().limit("A9998", ended, Optional.empty()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no ACO A9998");
    assertThat(world.claims()).hasSize(3);
  }
}
