package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Preferences given to 1-800-MEDICARE, and whom they keep out of exports. */
class OptOutIT {
  private static final LocalDate EARLY = LocalDate.parse("2020-03-01");
  private static final LocalDate LATE = LocalDate.parse("2021-03-01");

  /** A person with a Coverage and a claim. */
  private record Person(String patient, String mbi) {
    static Person in(TestWorld world, String... formerMbis) {
      Person person = new Person("p" + UUID.randomUUID(), TestWorld.mbi());
      world.patient(person.patient(), allMbis(person.mbi(), formerMbis));
      world.coverage("c" + person.patient(), person.patient());
      world.claim("e" + person.patient(), person.patient(), LATE);
      return person;
    }

    private static String[] allMbis(String mbi, String... others) {
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of(mbi), java.util.stream.Stream.of(others))
          .toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOptOut_whenExported_thenThePersonIsInNoFileAndNoCount(TestServer server) {
    TestWorld world = new TestWorld(server);
    Person stays = Person.in(world);
    Person leaves = Person.in(world);
    attributed(server, world, stays, leaves);
    AcoClient client = world.client();
    AcoClient.Export before = client.export("Group/all/$export");
    assertThat(before.output().get("Patient")).hasSize(2);

    world.preference(leaves.mbi(), EARLY, false);

    for (String path :
        List.of("$export", "Patient/$export", "Group/all/$export", "Group/new/$export")) {
      assertOnly(client.export(path), stays);
    }
    assertCounted(client, 1, 1);
    AcoClient.Export after = client.export("Group/all/$export?_since=" + before.transactionTime());
    assertThat(after.output()).isEmpty();
    assertThat(after.deleted())
        .isEqualTo(
            Map.of(
                "Patient", List.of(leaves.patient()),
                "Coverage", List.of("c" + leaves.patient()),
                "ExplanationOfBenefit", List.of("e" + leaves.patient())));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOptOutUnderAFormerMbi_whenExported_thenItIsThePersons(TestServer server) {
    TestWorld world = new TestWorld(server);
    String former = TestWorld.mbi();
    Person stays = Person.in(world);
    Person leaves = Person.in(world, former);
    attributed(server, world, stays, leaves);
    world.preference(former, EARLY, false);
    assertOnly(world.client().export("Group/all/$export"), stays);
    assertCounted(world.client(), 1, 1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOptOutUnderAnMbiThatOnlyCclf9Tells_whenExported_thenItIsThePersons(TestServer server) {
    TestWorld world = new TestWorld(server);
    String oldest = TestWorld.mbi();
    String older = TestWorld.mbi();
    Person stays = Person.in(world);
    Person leaves = Person.in(world);
    world.preference(oldest, EARLY, false);
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        List.of(stays.mbi(), leaves.mbi()),
        Map.of(oldest, older, older, leaves.mbi()));
    assertOnly(world.client().export("Group/all/$export"), stays);
    assertCounted(world.client(), 1, 1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenMemberUnderAnMbiThatOnlyCclf9Tells_whenExported_thenThePersonIsThere(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    Person person = Person.in(world);
    Person later = new Person("p" + UUID.randomUUID(), TestWorld.mbi());
    String one = TestWorld.mbi();
    String other = TestWorld.mbi();
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        List.of(one, other),
        Map.of(person.mbi(), one, later.mbi(), other));
    assertOnly(world.client().export("Group/all/$export"), person);

    world.patient(later.patient(), later.mbi()); // the change was told before the Patient came
    assertThat(world.client().export("Group/all/$export").output().get("Patient"))
        .containsOnlyKeys(person.patient(), later.patient());
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSeveralPreferences_whenExported_thenTheNewestDecidesAndATieKeepsOut(TestServer server) {
    TestWorld world = new TestWorld(server);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Person backIn = Person.in(world);
    Person tied = Person.in(world);
    Person outAgain = Person.in(world);
    Person soon = Person.in(world);
    Person todayOut = Person.in(world);
    attributed(server, world, backIn, tied, outAgain, soon, todayOut);
    world.preference(backIn.mbi(), LATE, true);
    world.preference(backIn.mbi(), EARLY, false); // came later, and is older
    world.preference(tied.mbi(), LATE, true);
    world.preference(tied.mbi(), LATE, false);
    world.preference(outAgain.mbi(), EARLY, true);
    world.preference(outAgain.mbi(), LATE, false);
    world.preference(soon.mbi(), today.plusDays(1), false);
    world.preference(todayOut.mbi(), today, false);
    assertThat(world.client().export("Group/all/$export").output().get("Patient"))
        .containsOnlyKeys(backIn.patient(), soon.patient());
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPersonWhoOptedOutAndInBetweenTwoExports_whenExportedSince_thenFullHistory(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    Person stays = Person.in(world);
    Person returns = Person.in(world);
    attributed(server, world, stays, returns);
    AcoClient client = world.client();
    AcoClient.Export before = client.export("Group/all/$export");
    world.preference(returns.mbi(), EARLY, false);
    world.preference(returns.mbi(), LATE, true);

    AcoClient.Export all = client.export("Group/all/$export?_since=" + before.transactionTime());
    assertOnly(all, returns);
    assertThat(all.deleted()).isEmpty();
    assertOnly(client.export("Group/new/$export?_since=" + before.transactionTime()), returns);
    assertThat(client.export("Group/all/$export?_since=" + all.transactionTime()).output())
        .isEmpty();
  }

  private static void attributed(TestServer server, TestWorld world, Person... people) {
    Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
    String[] mbis = java.util.Arrays.stream(people).map(Person::mbi).toArray(String[]::new);
    world.roster(RosterKind.CURRENT, yesterday, mbis);
  }

  /** In what an ACO is told of all its people, each of whom has three resources. */
  private static void assertCounted(AcoClient client, int visible, int suppressed) {
    JsonNode manifest = client.export("Group/all/$export").manifest();
    JsonNode totals = manifest.at("/extension/totals");
    assertThat(totals.get("matched").asInt()).isEqualTo(visible);
    assertThat(totals.get("suppressed").asInt()).isEqualTo(suppressed);
    assertThat(totals.get("resources").asInt()).isEqualTo(3 * visible);
    for (JsonNode file : manifest.get("output")) {
      assertThat(file.get("count").asInt()).isEqualTo(visible);
    }
    for (String group : List.of("all", "new")) {
      JsonNode told = AcoClient.json(client.get("/api/v2/Group/" + group).body());
      assertThat(told.get("quantity").asInt()).as(group).isEqualTo(visible);
    }
  }

  private static void assertOnly(AcoClient.Export export, Person person) {
    assertThat(export.output().get("Patient")).containsOnlyKeys(person.patient());
    assertThat(export.output().get("Coverage")).containsOnlyKeys("c" + person.patient());
    assertThat(export.output().get("ExplanationOfBenefit"))
        .containsOnlyKeys("e" + person.patient());
  }
}
