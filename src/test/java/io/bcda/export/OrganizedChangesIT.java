package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports of what changed, organized by person: the same resources, and the same deletions. */
class OrganizedChangesIT {
  private static final LocalDate DAY = LocalDate.of(2025, 5, 5);
  private static final LocalDate EARLY = LocalDate.of(2021, 3, 1);

  /** Some people, of whom things change after a first export. */
  private static final class World {
    private final TestServer server;
    private final TestWorld world;
    private final SelectedExports exports;
    private final List<String> people = new ArrayList<>();
    private final List<String> mbis = new ArrayList<>();
    private final String since;

    World(TestServer server, int count, RosterKind... more) {
      this.server = server;
      this.world = new TestWorld(server);
      this.exports = new SelectedExports(server, world);
      for (int i = 0; i < count; i++) {
        people.add("p" + i + "-" + UUID.randomUUID().toString().substring(9));
        mbis.add(TestWorld.mbi());
        world.patient(people.get(i), mbis.get(i));
        world.coverage("c" + people.get(i), people.get(i));
        world.claim("e" + people.get(i), people.get(i), DAY);
      }
      roster(RosterKind.CURRENT, 3, mbis.subList(0, count - 1)); // the last one joins later
      for (RosterKind kind : more) {
        roster(kind, 3, mbis);
      }
      this.since = exports.export(Asked.all()).transactionTime();
    }

    private void roster(RosterKind kind, int daysAgo, List<String> members) {
      world.roster(
          kind,
          server.clock().instant().minus(Duration.ofDays(daysAgo)),
          members.toArray(String[]::new));
    }

    void change() {
      world.claim("n" + people.get(0), people.get(0), DAY); // a new claim
      world.patient(people.get(1), mbis.get(1), TestWorld.mbi()); // the Patient alone
      world.claim("e" + people.get(2), people.get(3), DAY); // a claim that moves
      world.preference(mbis.get(5), EARLY, false);
      roster(RosterKind.CURRENT, 2, mbis); // one joins
    }

    Map<String, JsonNode> assertAlike(Asked asked) {
      AcoClient.Export byType = exports.export(asked);
      AcoClient.Export byPatient = exports.export(asked.byPatient());
      Map<String, JsonNode> resources = Blocks.of(world.client(), byPatient).resources();
      assertThat(resources).as(asked.toString()).isEqualTo(Blocks.ofTypes(byType));
      assertThat(byPatient.deleted()).isEqualTo(byType.deleted());
      assertThat(byPatient.manifest().path("deleted"))
          .allSatisfy(item -> assertThat(item.get("type").asText()).isEqualTo("Bundle"));
      return resources;
    }

    /** Of exports that are organized by Patient. */
    int listsOfChanges() {
      return server
          .db()
          .queryForObject(
              "SELECT count(*) FROM change_list c JOIN export_job j ON j.id = c.list_id WHERE j.aco = ? AND j.organized_by = 'PATIENT'",
              Integer.class,
              world.aco());
    }

    int listed() {
      return server
          .db()
          .queryForObject(
              "SELECT count(*) FROM export_slice s JOIN export_job j ON j.id = s.job_id WHERE j.aco = ? AND j.organized_by = 'PATIENT' AND s.section = 'OUTPUT' AND s.listed",
              Integer.class,
              world.aco());
    }
  }

  /** By the list of changes, and by looking at each member, as more changes than there are rows. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenChanges_whenOrganizedByPatient_thenTheChangedUnderTheirPeople(TestServer server) {
    World world = new World(server, 60, RosterKind.RUNOUT);
    world.change();
    Asked all = Asked.all().since(world.since);

    Map<String, JsonNode> changed = world.assertAlike(all);
    assertThat(changed.keySet())
        .containsExactlyInAnyOrder(
            "ExplanationOfBenefit/n" + world.people.get(0),
            "Patient/" + world.people.get(1),
            "ExplanationOfBenefit/e" + world.people.get(2),
            "Patient/" + world.people.get(59),
            "Coverage/c" + world.people.get(59),
            "ExplanationOfBenefit/e" + world.people.get(59));
    world.assertAlike(all.at(ExportLevel.PATIENT));
    world.assertAlike(all.at(ExportLevel.GROUP_NEW));
    assertThat(world.listed()).isPositive();
    world.assertAlike(Asked.all().at(ExportLevel.GROUP_RUNOUT));
    world.assertAlike(all.at(ExportLevel.GROUP_RUNOUT));
  }

  /** Whose services count is another question than it was, so claims are not read from the list. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenARosterThatCameSince_whenOrganizedByPatient_thenNoListOfPeopleStays(TestServer server) {
    World world = new World(server, 60);
    world.roster(RosterKind.RUNOUT, 2, world.mbis);
    Asked runout = Asked.all().since(world.since).at(ExportLevel.GROUP_RUNOUT);

    assertThat(world.assertAlike(runout)).hasSize(3 * 60);
    assertThat(world.listed()).isZero();
    assertThat(world.listsOfChanges()).isZero();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAListOfChanges_whenItsJobIsDeleted_thenItIsRemoved(TestServer server) {
    World world = new World(server, 60);
    world.change();
    AcoClient.Export export = world.exports.export(Asked.all().since(world.since).byPatient());
    assertThat(world.listsOfChanges()).isOne();

    world.world.client().send("DELETE", export.statusUrl());

    await().atMost(Duration.ofSeconds(60)).until(() -> world.listsOfChanges() == 0);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMoreChangesThanMembers_whenOrganizedByPatient_thenTheSameByLookingAtEachMember(
      TestServer server) {
    World world = new World(server, 7);
    world.change();
    Crowd.of(server, 100, 3); // another ACO's, more than it would take to look at seven members
    Asked all = Asked.all().since(world.since);

    assertThat(world.assertAlike(all)).hasSize(6);
    assertThat(world.assertAlike(all.at(ExportLevel.PATIENT))).hasSize(3);
    assertThat(world.listed()).isZero();
  }
}
