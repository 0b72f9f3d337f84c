package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.DeliveryRollback;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * People whom an ACO comes to see after {@code _since}, by ways that file times and lastUpdated do
 * not show: the next Group/all?_since= holds their full history (design section 4).
 */
class LateVisibleIT {
  private static final LocalDate SERVED = LocalDate.of(2025, 5, 5);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenRosterFileDatedBeforeSinceButLoadedAfter_thenItsPeopleHaveFullHistory(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    Person old = person(world);
    Person late = person(world);
    Instant now = server.clock().instant();
    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(9)), old.mbi);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export").transactionTime();

    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(8)), old.mbi, late.mbi);

    assertHistoryOf(late, client.export(since(since)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPatientLoadedAfterTheRoster_thenFullHistory(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person known = person(world);
    Person late = new Person();
    world.roster(RosterKind.CURRENT, yesterday(server), known.mbi, late.mbi);
    world.coverage("c" + late.id, late.id);
    world.claim("e" + late.id, late.id, SERVED);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export").transactionTime();

    world.patient(late.id, late.mbi);

    assertHistoryOf(late, client.export(since(since)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMbiLinkedLater_thenFullHistory(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person known = person(world);
    Person late = person(world);
    String newMbi = TestWorld.mbi();
    world.roster(RosterKind.CURRENT, yesterday(server), known.mbi, newMbi);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export").transactionTime();

    world.patient(late.id, newMbi, late.mbi);

    AcoClient.Export next = client.export(since(since));
    assertThat(next.output())
        .isEqualTo(
            Map.of(
                "Patient", Map.of(late.id, 2),
                "Coverage", Map.of("c" + late.id, 1),
                "ExplanationOfBenefit", Map.of("e" + late.id, 1)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenRosterRolledBack_thenWhoComesBackHasFullHistoryAndWhoLeftIsDeleted(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person back = person(world);
    Person gone = person(world);
    Instant now = server.clock().instant();
    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(9)), back.mbi);
    world.roster(RosterKind.CURRENT, now.minus(Duration.ofDays(2)), gone.mbi);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export").transactionTime();

    server.bean(DeliveryRollback.class).roster(world.aco(), RosterKind.CURRENT);

    AcoClient.Export next = client.export(since(since));
    assertHistoryOf(back, next);
    assertThat(next.deleted().get("Patient")).containsExactly(gone.id);
    assertThat(next.deleted().keySet())
        .isEqualTo(Set.of("Patient", "Coverage", "ExplanationOfBenefit"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMbiThatLeadsToTwoPatients_thenItMatchesNone(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person one = person(world);
    world.roster(RosterKind.CURRENT, yesterday(server), one.mbi);
    AcoClient client = world.client();
    assertThat(client.export("Group/all/$export").output()).containsKey("Patient");

    world.patient("p" + UUID.randomUUID(), one.mbi);

    assertThat(client.export("Group/all/$export").output()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNothingHappened_thenNothingComesAgain(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person one = person(world);
    world.roster(RosterKind.CURRENT, yesterday(server), one.mbi);
    AcoClient client = world.client();
    String since = client.export("Group/all/$export").transactionTime();
    AcoClient.Export next = client.export(since(since));
    assertThat(next.output()).isEmpty();
    assertThat(next.deleted()).isEmpty();
  }

  private static final class Person {
    private final String id = "p" + UUID.randomUUID();
    private final String mbi = TestWorld.mbi();
  }

  private static Person person(TestWorld world) {
    Person person = new Person();
    world.patient(person.id, person.mbi);
    world.coverage("c" + person.id, person.id);
    world.claim("e" + person.id, person.id, SERVED);
    return person;
  }

  private static void assertHistoryOf(Person person, AcoClient.Export export) {
    assertThat(export.output())
        .isEqualTo(
            Map.of(
                "Patient", Map.of(person.id, 1),
                "Coverage", Map.of("c" + person.id, 1),
                "ExplanationOfBenefit", Map.of("e" + person.id, 1)));
  }

  private static Instant yesterday(TestServer server) {
    return server.clock().instant().minus(Duration.ofDays(1));
  }

  private static String since(String time) {
    return "Group/all/$export?_since=" + time.replace("+", "%2B");
  }
}
