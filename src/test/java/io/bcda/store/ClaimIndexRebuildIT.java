package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rebuild gives what HAPI's hooks gave, row by row. It is rolled back: others share the era.
 */
class ClaimIndexRebuildIT {
  private static final String OPEN =
      """
      SELECT res_id, ver, type, patient_pid, patient_ref, service_end, hidden
        FROM claim_index WHERE to_xid IS NULL ORDER BY res_id
      """;
  private static final String LINKS =
      "SELECT mbi, patient_pid FROM mbi_link WHERE to_xid IS NULL ORDER BY patient_pid, mbi";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAWorld_whenRebuilt_thenTheIndexIsWhatTheHooksMade(TestServer server) {
    write(new TestWorld(server));
    JdbcTemplate db = server.db();
    TransactionTemplate transaction =
        new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          List<Map<String, Object>> states = db.queryForList(OPEN);
          List<Map<String, Object>> links = db.queryForList(LINKS);
          int era = server.bean(Watermark.class).era();

          ClaimIndexRebuild.Outcome outcome = server.bean(ClaimIndexRebuild.class).run(read -> {});

          assertThat(outcome).isEqualTo(new ClaimIndexRebuild.Outcome(states.size(), 0));
          assertThat(db.queryForList(OPEN)).isEqualTo(states).hasSizeGreaterThan(1000);
          assertThat(db.queryForList(LINKS)).isEqualTo(links);
          assertThat(server.bean(Watermark.class).era()).isEqualTo(era + 1);
          assertThat(count(db, "claim_index")).isZero();
          assertThat(count(db, "mbi_link")).isZero();
          assertThat(count(db, "roster_in_force")).isZero();
        });
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClosedRows_whenPurged_thenThoseOlderThan400DaysGo(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.roster(
        RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), TestWorld.mbi());
    JdbcTemplate db = server.db();
    long old = -System.nanoTime();
    for (int days : List.of(399, 401)) {
      db.update(
          "INSERT INTO claim_index(res_id, ver, type, from_xid, to_xid, closed_at) SELECT ?, ?, 'E', min(from_xid), min(from_xid), CURRENT_TIMESTAMP FROM roster_in_force",
          old,
          days);
      db.update(
          "UPDATE claim_index SET closed_at = ? WHERE res_id = ? AND ver = ?",
          OffsetDateTime.now().minusDays(days),
          old,
          days);
    }
    server.bean(Tombstones.class).purge();
    assertThat(db.queryForList("SELECT ver FROM claim_index WHERE res_id = ?", Integer.class, old))
        .containsExactly(399);
  }

  private static int count(JdbcTemplate db, String table) {
    return db.queryForObject(
        "SELECT count(*) FROM " + table + " WHERE to_xid IS NOT NULL", Integer.class);
  }

  private static void write(TestWorld world) {
    String id = UUID.randomUUID().toString();
    world.patient("a" + id, TestWorld.mbi(), TestWorld.mbi());
    world.patient("a" + id, TestWorld.mbi());
    world.coverage("c" + id, "a" + id);
    world.coverage("w" + id, "nobody" + id);
    for (int i = 0; i < 1100; i++) {
      world.claim("e" + i + "-" + id.substring(0, 8), "a" + id, LocalDate.of(2025, 2, 1 + i % 28));
    }
    ExplanationOfBenefit undated = new ExplanationOfBenefit();
    undated.setId("u" + id);
    undated.setPatient(new Reference("Patient/a" + id));
    world.put(undated);
  }
}
