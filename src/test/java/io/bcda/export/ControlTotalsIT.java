package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The control totals of an export, person by person. */
class ControlTotalsIT {
  private static final LocalDate EARLY = LocalDate.parse("2020-03-01");
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPeopleOfEveryKind_whenExportedSince_thenEachIsCountedOnceWhereItBelongs(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String[] stays = person(world, "stays", 1);
    String[] twice = person(world, "twice", 2); // one person under two MBIs of the roster
    String[] optedOut = person(world, "optedOut", 1);
    String[] goes = person(world, "goes", 1);
    String[] optsOut = person(world, "optsOut", 1);
    String[] comes = person(world, "comes", 1);
    String unknown = TestWorld.mbi();
    String shared = TestWorld.mbi(); // leads to two Patients
    world.patient("one-" + run + world.aco(), shared);
    world.patient("other-" + run + world.aco(), shared);
    world.preference(optedOut[0], EARLY, false);
    roster(server, world, 3, stays, twice, optedOut, goes, optsOut, of(unknown, shared));
    AcoClient client = world.client();
    AcoClient.Export first = client.export("Group/all/$export?_type=Patient");
    assertThat(totals(first))
        .containsAllEntriesOf(
            Map.of(
                "members", 8L,
                "matched", 4L,
                "suppressed", 1L,
                "notYetKnown", 1L,
                "ambiguous", 1L,
                "resources", 4L))
        .containsOnlyKeys(
            "members",
            "matched",
            "suppressed",
            "notYetKnown",
            "ambiguous",
            "resources",
            "expunged",
            "optedOut",
            "bytes");

    world.preference(optsOut[0], EARLY, false);
    roster(server, world, 2, stays, twice, optedOut, optsOut, comes, of(unknown, shared));
    String since = "$export?_type=Patient&_since=" + first.transactionTime();
    Map<String, Long> expected =
        Map.of(
            "members", 8L,
            "matched", 3L,
            "suppressed", 2L,
            "notYetKnown", 1L,
            "ambiguous", 1L,
            "joined", 1L,
            "left", 2L);
    for (String path : new String[] {"Group/all/", "Group/new/", "Patient/", ""}) {
      assertThat(totals(client.export(path + since))).as(path).containsAllEntriesOf(expected);
    }
    AcoClient.Export all = client.export("Group/all/" + since);
    assertThat(all.output().get("Patient")).containsOnlyKeys("comes-" + run + world.aco());
    assertThat(all.deleted().get("Patient")).hasSize(2);
    assertThat(totals(all)).containsEntry("resources", 3L); // one written, two deleted
    assertThat(recorded(server, all)).isEqualTo(totals(all));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenWhoOptedOutAndInAgain_whenExportedSince_thenJoinedAndNotLeft(TestServer server) {
    TestWorld world = new TestWorld(server);
    String[] stays = person(world, "stays", 1);
    String[] returns = person(world, "returns", 1);
    roster(server, world, 1, stays, returns);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export?_type=Patient").transactionTime();
    world.preference(returns[0], EARLY, false);
    world.preference(returns[0], EARLY.plusDays(1), true);
    assertThat(totals(client.export("Group/all/$export?_type=Patient&_since=" + since)))
        .containsAllEntriesOf(Map.of("matched", 2L, "suppressed", 0L, "joined", 1L, "left", 0L));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMbisThatCclf9Changed_whenExported_thenWhatAPatientItselfSaysDecides(TestServer server) {
    TestWorld world = new TestWorld(server);
    String[] first = person(world, "first", 1);
    String[] second = person(world, "second", 1);
    String between = TestWorld.mbi(); // follows from two changes, and no Patient has it
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        java.util.List.of(first[0], second[0], between),
        Map.of(first[0], between, second[0], between));
    assertThat(totals(world.client().export("Group/all/$export?_type=Patient")))
        .containsAllEntriesOf(
            Map.of("members", 3L, "matched", 2L, "notYetKnown", 0L, "ambiguous", 1L));
  }

  /** The totals as the manifest has them. */
  private static Map<String, Long> totals(AcoClient.Export export) {
    JsonNode totals = export.manifest().at("/extension/totals");
    Map<String, Long> map = new TreeMap<>();
    totals.fieldNames().forEachRemaining(name -> map.put(name, totals.get(name).asLong()));
    return map;
  }

  private static Map<String, Long> recorded(TestServer server, AcoClient.Export export) {
    String id = export.statusUrl().substring(export.statusUrl().lastIndexOf('/') + 1);
    return new TreeMap<>(
        JobTotals.parse(
            server
                .db()
                .queryForObject("SELECT totals FROM export_job WHERE id = ?", String.class, id)));
  }

  private static void roster(TestServer server, TestWorld world, int daysAgo, String[]... people) {
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(daysAgo)),
        Stream.of(people).flatMap(Stream::of).toArray(String[]::new));
  }

  private static String[] of(String... mbis) {
    return mbis;
  }

  /** A Patient of the world; returns its MBIs. */
  private String[] person(TestWorld world, String name, int mbis) {
    String[] all = Stream.generate(TestWorld::mbi).limit(mbis).toArray(String[]::new);
    world.patient(name + "-" + run + world.aco(), all);
    return all;
  }
}
