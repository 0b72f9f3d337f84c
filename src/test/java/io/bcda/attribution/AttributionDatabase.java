package io.bcda.attribution;

import com.zaxxer.hikari.HikariDataSource;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AcoRegistry;
import io.bcda.aco.TestModels;
import io.bcda.audit.AuditTrail;
import io.bcda.store.Database;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.MbiChanges;
import io.bcda.store.PatientRows;
import io.bcda.store.ResourceCursor;
import io.bcda.store.Snapshot;
import io.bcda.store.TestKnowledge;
import io.bcda.store.Watermark;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The attribution room on an empty database of its own, without the rest of the server. */
final class AttributionDatabase implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
  private final AnnotationConfigApplicationContext room = new AnnotationConfigApplicationContext();
  private final Database database;
  private final HikariDataSource dataSource;

  private AttributionDatabase(
      Database database, AttributionSettings settings, Clock clock, AcoModels models) {
    this.database = database;
    this.dataSource = pool(empty(database));
    migrate(dataSource, database, MigrationVersion.LATEST);
    JdbcTemplate db = new JdbcTemplate(dataSource);
    room.registerBean(JdbcTemplate.class, () -> db);
    room.registerBean(
        NamedParameterJdbcTemplate.class, () -> new NamedParameterJdbcTemplate(dataSource));
    room.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
    room.registerBean(KnowledgeSql.class, () -> TestKnowledge.of(database));
    room.registerBean(Clock.class, () -> clock);
    room.registerBean(AttributionSettings.class, () -> settings);
    room.registerBean(AcoModels.class, () -> models);
    room.register(DeliveryNames.class);
    room.register(AcoRegistry.class, AuditTrail.class, RosterStore.class, DeliveryStore.class);
    room.register(RosterMembers.class, RosterLoad.class, ArchiveChecks.class, RosterImport.class);
    room.register(ParticipationStore.class, AcoTerms.class);
    room.register(RosterReport.class, MbiChangeLoad.class, PreferenceImport.class);
    room.register(PreferenceStore.class, Deliveries.class, DeliveryLog.class);
    room.register(DeliveryRollback.class, RosterRollback.class, PreferenceRollback.class);
    room.registerBean(MbiChanges.class, () -> TestKnowledge.mbiChanges(db, database));
    room.register(RosterInForceRule.class, AttributionStatuses.class);
    registerCohorts(db);
    room.refresh();
  }

  private void registerCohorts(JdbcTemplate db) {
    room.registerBean(
        Watermark.class,
        () -> TestKnowledge.watermark(db, bean(PlatformTransactionManager.class), database));
    room.registerBean(Database.class, () -> database);
    room.registerBean(ResourceCursor.class, () -> TestKnowledge.cursor(dataSource));
    room.register(ModelRules.class, Sights.class, OptOuts.class, PeopleSql.class);
    room.register(LateOptOuts.class, OptOutWatch.class);
    room.register(
        Visibility.class,
        ChangedPeople.class,
        PlannerHints.class,
        ChangeSheet.class,
        ChangeList.class,
        CohortCounts.class,
        CohortResolver.class,
        CohortParts.class,
        ChosenPeople.class,
        PatientRows.class);
  }

  static AttributionDatabase open(Database database) {
    return open(database, RosterInForceRuleTest.SETTINGS, NOW);
  }

  static AttributionDatabase open(Database database, AttributionSettings settings, Instant now) {
    return new AttributionDatabase(
        database, settings, Clock.fixed(now, ZoneOffset.UTC), TestModels.shipped());
  }

  static AttributionDatabase open(
      Database database, AttributionSettings settings, Clock clock, AcoModels models) {
    return new AttributionDatabase(database, settings, clock, models);
  }

  /**
   * Settings that only warn of odd MBIs.
   *
   * @param importClock now for judging the age of files; null for the clock
   */
  static AttributionSettings warning(@Nullable Instant importClock) {
    AttributionSettings usual = RosterInForceRuleTest.SETTINGS;
    return new AttributionSettings(
        usual.counts(),
        AttributionSettings.MbiFormRule.WARN,
        usual.syntheticMbi(),
        usual.trailer(),
        usual.maxAge(),
        usual.maxMembers(),
        importClock,
        usual.currentMaxAge(),
        usual.runoutMaxAge(),
        usual.preferencesLapseAfterDays());
  }

  <T> T bean(Class<T> type) {
    return room.getBean(type);
  }

  JdbcTemplate db() {
    return bean(JdbcTemplate.class);
  }

  long count(String table) {
    Long count = db().queryForObject("SELECT COUNT(*) FROM " + table, Long.class);
    return count == null ? 0 : count;
  }

  /** What is known now; on H2 this ends the epoch. */
  Snapshot snapshot() {
    if (database == Database.POSTGRESQL) {
      return new Snapshot(
          1, db().queryForObject("SELECT CAST(pg_current_snapshot() AS TEXT)", String.class));
    }
    Long epoch = db().queryForObject("SELECT epoch FROM write_epoch", Long.class);
    db().update("UPDATE write_epoch SET epoch = epoch + 1");
    return new Snapshot(1, String.valueOf(epoch));
  }

  /** An empty database of its own; one of H2 lives until its SHUTDOWN. */
  static DataSource empty(Database database) {
    return database == Database.H2 ? h2() : postgresql();
  }

  static void migrate(DataSource dataSource, Database database, MigrationVersion target) {
    boolean postgresql = database == Database.POSTGRESQL;
    Flyway.configure()
        .dataSource(dataSource)
        .target(target)
        .locations("classpath:db/migration/common")
        .placeholders(
            Map.of(
                "xid", postgresql ? "xid8" : "BIGINT",
                "text", postgresql ? "TEXT" : "VARCHAR(1000000)"))
        .load()
        .migrate();
  }

  private static HikariDataSource pool(DataSource connections) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(connections);
    pool.setMaximumPoolSize(4);
    return pool;
  }

  private static DataSource h2() {
    return new DriverManagerDataSource(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=LEGACY;DB_CLOSE_DELAY=-1", "sa", "");
  }

  private static DataSource postgresql() {
    EmbeddedPostgres server = Server.POSTGRES;
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE DATABASE " + name);
    return new DriverManagerDataSource(server.getJdbcUrl("postgres", name), "postgres", "");
  }

  @Override
  public void close() {
    room.close();
    if (database == Database.H2) {
      new JdbcTemplate(dataSource).execute("SHUTDOWN");
    }
    dataSource.close();
  }

  /** One server for the virtual machine, started when first asked. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
