package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An opt-out acts on what was made before also when the Patient or the MBI has gone since. */
class OptOutOfGoneMbiIT {
  private static final LocalDate EARLY = LocalDate.parse("2020-03-01");
  private static final LocalDate LATE = LocalDate.parse("2021-03-01");

  /** A Patient of the roster with an MBI of the roster and another. */
  private record Person(String id, String member, String other) {
    static Person in(TestWorld world) {
      String id = "p" + UUID.randomUUID();
      Person person = new Person(id, TestWorld.mbi(), TestWorld.mbi());
      world.patient(id, person.member, person.other);
      return person;
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFinishedJob_whenMbisGoAndTheirPeopleOptOut_thenFilesAreReplacedWithoutThem(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    Person stays = Person.in(world);
    Person deleted = Person.in(world);
    Person changed = Person.in(world);
    Person backIn = Person.in(world);
    world.preference(backIn.member, EARLY, false);
    world.preference(backIn.other, LATE, true);
    Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
    world.roster(
        RosterKind.CURRENT, yesterday, stays.member, deleted.member, changed.member, backIn.member);
    AcoClient client = world.client();
    AcoClient.Export export = client.export("Group/all/$export");
    assertThat(export.output().get("Patient"))
        .containsOnlyKeys(stays.id, deleted.id, changed.id, backIn.id);

    server
        .bean(DaoRegistry.class)
        .getResourceDao(Patient.class)
        .delete(new IdType("Patient", deleted.id), new SystemRequestDetails());
    world.patient(changed.id, changed.other);
    world.patient(stays.id, stays.member);
    AcoClient.Export same = client.await(export.statusUrl());
    assertThat(urls(same)).as("nobody has opted out").isEqualTo(urls(export));
    world.preference(deleted.member, LATE, false);
    world.preference(changed.member, LATE, false);
    world.patient(backIn.id, backIn.member); // takes away what outweighed the opt-out

    for (String url : urls(export)) {
      assertThat(client.get(url).statusCode()).isEqualTo(410);
    }
    AcoClient.Export again = client.await(export.statusUrl());
    assertThat(again.output()).isEqualTo(Map.of("Patient", Map.of(stays.id, 1)));
    assertThat(urls(again)).doesNotContainAnyElementsOf(urls(export));
    assertThat(again.manifest().at("/extension/totals/optedOut").asInt()).isEqualTo(3);
  }

  private static List<String> urls(AcoClient.Export export) {
    List<String> urls = new ArrayList<>();
    export.manifest().get("output").forEach(item -> urls.add(item.get("url").asText()));
    return urls;
  }
}
