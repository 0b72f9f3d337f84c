package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Deliveries that a former version took, as this one tells of them. */
class DeliveryMigrationIT {
  private static final String SOME_TIME = "TIMESTAMP WITH TIME ZONE '2026-03-01 10:00:00+00'";

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenDeliveriesOfAFormerVersion_whenMigrated_thenToldByWhatTheyBrought(Database database) {
    DataSource dataSource = AttributionDatabase.empty(database);
    AttributionDatabase.migrate(dataSource, database, MigrationVersion.fromVersion("14"));
    JdbcTemplate db = new JdbcTemplate(dataSource);
    String stamp = database == Database.H2 ? "1" : "'1'";
    db.update(
        "INSERT INTO aco (cms_id, name, model, status, created_at)"
            + " VALUES ('A0001', 'An ACO', 'SSP', 'ACTIVE', %s)".formatted(SOME_TIME));
    delivery(db, 1, "LOADED");
    delivery(db, 2, "REJECTED");
    delivery(db, 3, "LOADED");
    db.update(
        ("INSERT INTO roster (id, delivery_id, aco, kind, performance_year, file_time, members,"
                + " loaded_at) VALUES (7, 1, 'A0001', 'RUNOUT', 2025, %1$s, 12, %1$s)")
            .formatted(SOME_TIME));
    db.update(
        "INSERT INTO roster_in_force (aco, kind, roster_id, from_xid)"
            + " VALUES ('A0001', 'RUNOUT', 7, %s)".formatted(stamp));
    db.update(
        ("INSERT INTO preference_file (delivery_id, file_time, preferences, loaded_at, from_xid,"
                + " to_xid) VALUES (3, %1$s, 5, %1$s, %2$s, %2$s)")
            .formatted(SOME_TIME, stamp));

    AttributionDatabase.migrate(dataSource, database, MigrationVersion.LATEST);

    List<DeliveryRecord> told =
        new DeliveryLog(new NamedParameterJdbcTemplate(dataSource)).newest(9);
    Instant time = Instant.parse("2026-03-01T10:00:00Z");
    assertThat(told)
        .extracting(DeliveryRecord::facts)
        .containsExactly(
            facts(DeliveryKind.PREFERENCES, null, null, time, 5),
            DeliveryFacts.NONE,
            facts(DeliveryKind.RUNOUT, "A0001", 2025, time, 12));
    assertThat(told).extracting(DeliveryRecord::inForce).containsExactly(false, false, true);
    assertThat(told).extracting(DeliveryRecord::notes).containsOnly(List.of("What happened."));
  }

  private static void delivery(JdbcTemplate db, long id, String outcome) {
    db.update(
        "INSERT INTO delivery (id, name, sha256, received_at, outcome, detail)"
            + " VALUES (?, 'file', 'sha', %s, ?, 'What happened.')".formatted(SOME_TIME),
        id,
        outcome);
  }

  private static DeliveryFacts facts(
      DeliveryKind kind, String aco, Integer year, Instant time, int members) {
    return new DeliveryFacts(
        kind,
        Optional.ofNullable(aco),
        Optional.ofNullable(year),
        Optional.of(time),
        Optional.of(members));
  }
}
