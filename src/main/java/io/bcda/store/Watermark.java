package io.bcda.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issues times, each with what was known then (design section 4, "transactionTime"). Times are the
 * database's clock, unique, and strictly rise, and so do their snapshots: they are issued one after
 * the other under the latch of {@code write_epoch}.
 */
public class Watermark {
  private static final String LATCH = "SELECT epoch FROM write_epoch FOR UPDATE";
  private static final String LAST = "SELECT at FROM issued_time ORDER BY at DESC LIMIT 1";
  private static final String NOT_LATER =
      "SELECT at, era, snapshot FROM issued_time WHERE at <= ? ORDER BY at DESC LIMIT 1";
  private static final String NOT_EARLIER =
      "SELECT at, era, snapshot FROM issued_time WHERE at >= ? ORDER BY at LIMIT 1";
  private static final String STORE =
      "INSERT INTO issued_time(at, era, snapshot, cause) VALUES (?,?,?,?)";
  private final JdbcTemplate db;
  private final NamedParameterJdbcTemplate named;
  private final Database database;
  private final KnowledgeSql knowledge;
  private final Eras eras;

  Watermark(JdbcTemplate db, Database database, KnowledgeSql knowledge, Eras eras) {
    this.db = db;
    this.named = new NamedParameterJdbcTemplate(db);
    this.database = database;
    this.knowledge = knowledge;
    this.eras = eras;
  }

  /** Why a time is issued. */
  public enum Cause {
    START,
    LOAD,
    MINUTE,
    REMARK,
    EXPORT
  }

  /**
   * Issues a time in the caller's transaction, which must not have written knowledge itself.
   *
   * @return the time and what all transactions that ended before it wrote
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public IssuedTime issue(Cause cause) {
    Reading reading = database == Database.POSTGRESQL ? latchSnapshot() : endEpoch();
    Instant last =
        db.query(LAST, (rs, i) -> instant(rs, 1)).stream().findFirst().orElse(Instant.EPOCH);
    Instant now = reading.clock().truncatedTo(ChronoUnit.MILLIS);
    Instant at = now.isAfter(last) ? now : last.plusMillis(1);
    Snapshot snapshot = new Snapshot(eras.current(), reading.value());
    db.update(STORE, at.atOffset(ZoneOffset.UTC), snapshot.era(), snapshot.value(), cause.name());
    return new IssuedTime(at, snapshot);
  }

  /**
   * The present, for an answer about it and nothing else: no time is given out, nothing is latched
   * or written, and what is known may go on under it.
   */
  public IssuedTime present() {
    Reading reading =
        database == Database.POSTGRESQL
            ? readSnapshot()
            : readClock(db.queryForObject("SELECT epoch FROM write_epoch", Long.class));
    return new IssuedTime(
        reading.clock().truncatedTo(ChronoUnit.MILLIS),
        new Snapshot(eras.current(), reading.value()));
  }

  private record Reading(Instant clock, String value) {}

  private Reading latchSnapshot() {
    db.queryForObject(LATCH, Long.class);
    return readSnapshot();
  }

  private Reading readSnapshot() {
    return db.queryForObject(
        "SELECT clock_timestamp(), CAST(pg_current_snapshot() AS TEXT)",
        (rs, i) -> new Reading(instant(rs, 1), rs.getString(2)));
  }

  private Reading endEpoch() {
    EpochLock.alone();
    Long epoch = db.queryForObject(LATCH, Long.class);
    db.update("UPDATE write_epoch SET epoch = epoch + 1");
    return readClock(epoch);
  }

  private Reading readClock(Long epoch) {
    Instant clock =
        db.queryForObject(
            "SELECT CAST(CURRENT_TIMESTAMP AS TIMESTAMP(9) WITH TIME ZONE)",
            (rs, i) -> instant(rs, 1));
    return new Reading(clock, String.valueOf(epoch));
  }

  /** The newest time issued at or before an instant; empty if there is none. */
  public Optional<IssuedTime> notLaterThan(Instant instant) {
    return find(NOT_LATER, instant);
  }

  /** The earliest time issued at or after an instant; empty if there is none. */
  public Optional<IssuedTime> notEarlierThan(Instant instant) {
    return find(NOT_EARLIER, instant);
  }

  private Optional<IssuedTime> find(String sql, Instant instant) {
    return db
        .query(
            sql,
            (rs, i) -> new IssuedTime(instant(rs, 1), new Snapshot(rs.getInt(2), rs.getString(3))),
            instant.atOffset(ZoneOffset.UTC))
        .stream()
        .findFirst();
  }

  /** The newest time issued; empty if there is none. */
  public Optional<IssuedTime> newest() {
    return notLaterThan(Instant.parse("9999-12-31T00:00:00Z"));
  }

  /** The era whose snapshots mean something now. */
  public int era() {
    return eras.current();
  }

  /** Issues a time if anything may have changed since the last one. */
  @Transactional
  public void issueIfChanged(Cause cause) {
    Optional<IssuedTime> last = newest();
    if (last.isEmpty()
        || last.get().snapshot().era() != eras.current()
        || changedAfter(last.get())) {
      issue(cause);
    }
  }

  /** By one statement: it is asked each minute, also of an idle server. */
  private boolean changedAfter(IssuedTime time) {
    String after = knowledge.touchedAfter("k", "s");
    String touched =
        KnowledgeTables.ALL.stream()
            .map(table -> "EXISTS (SELECT 1 FROM %s k WHERE %s)".formatted(table, after))
            .collect(Collectors.joining(" OR "));
    return Boolean.TRUE.equals(
        named.queryForObject(
            "SELECT CASE WHEN %s THEN TRUE ELSE FALSE END".formatted(touched),
            Map.of("s", time.snapshot().value()),
            Boolean.class));
  }

  private static Instant instant(ResultSet rs, int column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }
}
