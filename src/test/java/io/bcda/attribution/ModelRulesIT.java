package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.TestModels;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.KnowledgeSql;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What the rules of an ACO's model do to its exports. */
class ModelRulesIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenModelWithLookBack_whenExported_thenClaimsFromThatDayOn(TestServer server) {
    TestWorld world = new TestWorld(server, "REACH");
    LocalDate bound = threeYearsFromApril(LocalDate.now(ZoneOffset.UTC));
    People people = new People(world);
    people.claims(bound.minusDays(1), bound, bound.plusDays(1));
    people.undatedClaim();
    AcoClient client = people.attributed(server);
    for (String path : List.of("Patient/$export", "Group/all/$export", "Group/new/$export")) {
      AcoClient.Export export = client.export(path);
      assertThat(export.output().get("ExplanationOfBenefit"))
          .as(path)
          .containsOnlyKeys(people.claim(bound), people.claim(bound.plusDays(1)));
      assertThat(export.output().get("Patient")).hasSize(1);
      assertThat(export.output().get("Coverage")).hasSize(1);
      assertThat(export.lines("error").get("OperationOutcome").get(0).toString())
          .contains("1 claims have no service date");
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLookBackThatChanged_whenExportedSince_thenWhatWentIsDeletedAndWhatCameIsThere(
      TestServer server) {
    TestWorld world = new TestWorld(server, "TEST");
    LocalDate day = LocalDate.parse("2020-01-01");
    People people = new People(world);
    people.claims(day.minusDays(1), day);
    people.undatedClaim();
    AcoClient client = people.attributed(server);
    AcoClient.Export all = client.export("Group/all/$export");
    assertThat(all.output().get("ExplanationOfBenefit")).hasSize(3);
    try {
      rules(server, Map.of("bcda.models.TEST.look-back.date", day.toString())).record();
      AcoClient.Export less = client.export("Group/all/$export?_since=" + all.transactionTime());
      assertThat(less.output()).isEmpty();
      assertThat(less.deleted())
          .isEqualTo(
              Map.of(
                  "ExplanationOfBenefit",
                  List.of(people.undated(), people.claim(day.minusDays(1)))));

      rules(server, Map.of()).record();
      AcoClient.Export more = client.export("Group/all/$export?_since=" + less.transactionTime());
      assertThat(more.output())
          .isEqualTo(
              Map.of(
                  "ExplanationOfBenefit",
                  Map.of(people.undated(), 1, people.claim(day.minusDays(1)), 1)));
      assertThat(more.deleted()).isEmpty();
    } finally {
      rules(server, Map.of()).record();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenModelWithoutRunout_whenAsked_thenThereIsNoSuchGroup(TestServer server) {
    TestWorld world = new TestWorld(server, "CKCC");
    AcoClient client = new People(world).attributed(server);
    HttpResponse<String> answer = client.kickOff("Group/runout/$export");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(AcoClient.json(answer.body()).at("/issue/0/diagnostics").asText())
        .contains("CKCC have no group runout", "all, new");
    assertThat(client.kickOff("Group/all/$export").statusCode()).isEqualTo(202);
  }

  private static ModelRules rules(TestServer server, Map<String, String> settings) {
    return new ModelRules(
        server.bean(NamedParameterJdbcTemplate.class),
        server.bean(KnowledgeSql.class),
        TestModels.with(settings),
        server.bean(PlatformTransactionManager.class));
  }

  private static LocalDate threeYearsFromApril(LocalDate today) {
    int year = today.getMonthValue() >= 4 ? today.getYear() : today.getYear() - 1;
    return LocalDate.of(year - 3, 4, 1);
  }

  /** One person with a Coverage and claims. */
  private static final class People {
    private final TestWorld world;
    private final String patient = "p" + UUID.randomUUID();
    private final String mbi = TestWorld.mbi();

    People(TestWorld world) {
      this.world = world;
      world.patient(patient, mbi);
      world.coverage("c" + patient, patient);
    }

    String claim(LocalDate serviceEnd) {
      return "e" + serviceEnd + patient.substring(0, 20);
    }

    void claims(LocalDate... serviceEnds) {
      for (LocalDate end : serviceEnds) {
        world.claim(claim(end), patient, end);
      }
    }

    String undated() {
      return "e-undated" + patient.substring(0, 20);
    }

    void undatedClaim() {
      world.claim(undated(), patient, null);
    }

    AcoClient attributed(TestServer server) {
      world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
      return world.client();
    }
  }
}
