package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.VisibleNow.Look;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.IdentifierHashes;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import io.bcda.store.TaggedResources;
import io.bcda.store.Watermark;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What an ACO sees of many resources, by how many statements. */
class VisibleNowIT {
  private final AtomicInteger statements = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenResourcesOfMany_whenLookedAt_thenOneStatementForEachRosterTellsWhichAreSeen(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String current = TestWorld.mbi();
    String runout = TestWorld.mbi();
    String out = TestWorld.mbi();
    List<String> seen = claims(world, current);
    seen.addAll(claims(world, runout));
    List<String> unseen = claims(world, out);
    unseen.addAll(claims(world, TestWorld.mbi()));
    var yesterday = server.clock().instant().minus(Duration.ofDays(1));
    world.roster(RosterKind.CURRENT, yesterday, current, out);
    world.roster(RosterKind.RUNOUT, yesterday, runout, out);
    world.preference(out, LocalDate.parse("2024-01-01"), false);
    VisibleNow visible = visible(server);
    Look look = visible.look(world.aco());
    assertThat(look.isBlind()).isFalse();
    Map<Long, String> rows = rows(server, seen);
    assertThat(rows).hasSize(40);
    rows.putAll(rows(server, unseen));
    assertThat(rows).hasSize(80);

    statements.set(0);
    assertThat(visible.among(look, rows.keySet()).keySet())
        .extracting(rows::get)
        .containsExactlyInAnyOrderElementsOf(seen);
    assertThat(statements).hasValue(2);
    statements.set(0);
    assertThat(visible.among(look, List.of(rows.keySet().iterator().next()))).hasSize(1);
    assertThat(statements).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAForeignPersonOrNobody_whenLookedFor_thenTheSameStatements(TestServer server) {
    TestWorld world = new TestWorld(server);
    String own = TestWorld.mbi();
    String foreign = claims(world, TestWorld.mbi()).get(0).substring(3);
    String mine = claims(world, own).get(0).substring(3);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), own);
    VisibleNow visible = visible(server);
    Look look = visible.look(world.aco());
    assertThat(statementsFor(visible, look, foreign, 0)).isEqualTo(1);
    assertThat(statementsFor(visible, look, "nobody", 0)).isEqualTo(1);
    assertThat(statementsFor(visible, look, mine, 20)).isEqualTo(2);
  }

  private int statementsFor(VisibleNow visible, Look look, String patient, int found) {
    statements.set(0);
    NamedResources claims =
        new NamedResources(
            ResourceKind.EXPLANATION_OF_BENEFIT,
            Set.of(),
            Optional.of(patient),
            IdentifierHashes.NONE,
            Set.of());
    assertThat(visible.find(look, claims)).hasSize(found);
    return statements.get();
  }

  private VisibleNow visible(TestServer server) {
    DataSource counting =
        ProxyDataSourceBuilder.create(server.bean(DataSource.class))
            .beforeQuery((execution, queries) -> statements.addAndGet(queries.size()))
            .build();
    return new VisibleNow(
        server.bean(AcoRegistry.class),
        server.bean(AttributionStatuses.class),
        server.bean(Sights.class),
        server.bean(Watermark.class),
        new VisibleSql(
            server.bean(KnowledgeSql.class),
            server.bean(PeopleSql.class),
            server.bean(TaggedResources.class),
            new NamedParameterJdbcTemplate(counting)));
  }

  /** Twenty claims of a new person; their ids are two digits, a dash and the person's id. */
  private static List<String> claims(TestWorld world, String mbi) {
    String id = "seen-" + UUID.randomUUID();
    world.patient(id, mbi);
    List<String> ids = new ArrayList<>();
    IntStream.range(10, 30).forEach(n -> ids.add(n + "-" + id));
    ids.forEach(claim -> world.claim(claim, id, LocalDate.parse("2024-03-02")));
    return ids;
  }

  private static Map<Long, String> rows(TestServer server, List<String> ids) {
    Map<Long, String> rows = new LinkedHashMap<>();
    new NamedParameterJdbcTemplate(server.db())
        .query(
            "SELECT res_id, fhir_id FROM hfj_resource WHERE fhir_id IN (:ids)",
            Map.of("ids", ids),
            row -> {
              rows.put(row.getLong(1), row.getString(2));
            });
    return rows;
  }
}
