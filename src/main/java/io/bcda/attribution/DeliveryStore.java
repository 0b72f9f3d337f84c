package io.bcda.attribution;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The files that came, and what became of them: table delivery, and the audit trail. */
@Repository
class DeliveryStore {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DETAIL = 2000;
  private static final int LONGEST_ACO = 20;
  private static final String ADD =
      """
      INSERT INTO delivery (name, sha256, received_at, outcome, detail,
                            kind, aco, performance_year, file_time)
      VALUES (:name, :sha256, :receivedAt, :outcome, :detail, :kind, :aco, :year, :fileTime)
      """;
  private static final String DESCRIBE =
      """
      UPDATE delivery
         SET detail = :detail, report = :report, kind = :kind, aco = :aco,
             performance_year = :year, file_time = :fileTime, members = :members
       WHERE id = :id
      """;
  private static final String ROLL_BACK =
      """
      UPDATE delivery SET outcome = 'ROLLED_BACK', rolled_back_at = :at
       WHERE id = :id AND outcome = 'LOADED'
      """;
  private static final String LOADED =
      """
      SELECT COUNT(*) FROM delivery
       WHERE sha256 = :sha256 AND outcome = 'LOADED' AND id <> :except
      """;

  private static final String LOADED_PREFERENCES =
      """
      SELECT id FROM delivery
       WHERE kind = 'PREFERENCES' AND file_time = :fileTime AND outcome = 'LOADED'
       ORDER BY id DESC
      """;

  /**
   * A delivery on record.
   *
   * @param at when it was taken, by the server's clock
   */
  record Received(long id, String name, String sha256, Instant at) {}

  private final NamedParameterJdbcTemplate db;
  private final AuditTrail audit;
  private final Clock clock;
  private final TransactionTemplate transaction;

  DeliveryStore(
      NamedParameterJdbcTemplate db,
      AuditTrail audit,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.audit = audit;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Whether these bytes were loaded before, and not rolled back since. */
  boolean isLoaded(String sha256) {
    return isLoaded(sha256, -1);
  }

  /** Whether the bytes of a delivery that is being loaded were loaded by another. */
  boolean isLoadedByAnother(Received delivery) {
    return isLoaded(delivery.sha256(), delivery.id());
  }

  private boolean isLoaded(String sha256, long except) {
    Integer count =
        db.queryForObject(LOADED, Map.of("sha256", sha256, "except", except), Integer.class);
    return count != null && count > 0;
  }

  /** Records a delivery that is being loaded, in the transaction that loads it. */
  Received loading(DeliveryRun run) {
    return add(run, DeliveryRecord.Outcome.LOADED, "", DeliveryFacts.NONE);
  }

  /**
   * Says what was loaded, in the same transaction.
   *
   * @param facts what it is; without an ACO it is for all
   * @param notes first what was loaded, then what is odd about it
   */
  void loaded(Received delivery, DeliveryFacts facts, List<String> notes) {
    String detail = notes.get(0);
    db.update(
        DESCRIBE,
        values(facts)
            .addValue("id", delivery.id())
            .addValue("detail", cut(detail, LONGEST_DETAIL))
            .addValue("report", String.join("\n", notes)));
    audit.append(
        AuditKind.DELIVERY_LOADED,
        facts.aco().orElse(null),
        null,
        delivery.name(),
        "sha-256 " + delivery.sha256() + ": " + detail);
  }

  /**
   * Records a delivery that was refused, in a transaction of its own.
   *
   * @param facts what its name tells
   * @param aco the ACO in its name, if that is known
   */
  void rejected(DeliveryRun run, DeliveryFacts facts, @Nullable String aco, String why) {
    transaction.executeWithoutResult(
        status -> {
          add(run, DeliveryRecord.Outcome.REJECTED, why, facts);
          audit.append(
              AuditKind.DELIVERY_REJECTED,
              aco,
              null,
              cut(run.name(), LONGEST_NAME),
              "sha-256 " + run.sha256() + ": " + why);
        });
  }

  /**
   * Says that what a delivery brought counts no more, in the transaction that ends it, so that the
   * same bytes can be delivered again.
   */
  void rolledBack(long id) {
    int rows = db.update(ROLL_BACK, Map.of("id", id, "at", utc(clock.instant())));
    if (rows != 1) {
      throw new IllegalStateException("delivery " + id + " is not on record as loaded");
    }
  }

  /** The newest delivery of preferences of a file's time that is on record as loaded. */
  Optional<Long> loadedPreferences(Instant fileTime) {
    return db
        .queryForList(LOADED_PREFERENCES, Map.of("fileTime", utc(fileTime)), Long.class)
        .stream()
        .findFirst();
  }

  private Received add(
      DeliveryRun run, DeliveryRecord.Outcome outcome, String detail, DeliveryFacts facts) {
    Instant now = clock.instant();
    MapSqlParameterSource values =
        values(facts)
            .addValue("name", cut(run.name(), LONGEST_NAME))
            .addValue("sha256", run.sha256())
            .addValue("receivedAt", utc(now))
            .addValue("outcome", outcome.name())
            .addValue("detail", cut(detail, LONGEST_DETAIL));
    KeyHolder key = new GeneratedKeyHolder();
    db.update(ADD, values, key, new String[] {"id"});
    return new Received(key.getKeyAs(Number.class).longValue(), run.name(), run.sha256(), now);
  }

  private static MapSqlParameterSource values(DeliveryFacts facts) {
    boolean told = facts.kind() != DeliveryKind.UNKNOWN;
    return new MapSqlParameterSource()
        .addValue("kind", told ? facts.kind().name() : null, Types.VARCHAR)
        .addValue(
            "aco",
            facts.aco().filter(aco -> aco.length() <= LONGEST_ACO).orElse(null),
            Types.VARCHAR)
        .addValue("year", facts.performanceYear().orElse(null), Types.INTEGER)
        .addValue(
            "fileTime",
            facts.fileTime().map(DeliveryStore::utc).orElse(null),
            Types.TIMESTAMP_WITH_TIMEZONE)
        .addValue("members", facts.members().orElse(null), Types.INTEGER);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String cut(String value, int length) {
    return value.length() > length ? value.substring(0, length) : value;
  }
}
