package io.bcda.loading;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** One row for each load of a claims file, also while it runs. */
@Repository
public class ClaimsLoadStore {
  private static final String START =
      """
      INSERT INTO claims_load(name, sha256, started_at, state, lines, created, updated, unchanged, refused)
      VALUES (?,?,?,'RUNNING',?,0,0,0,0)
      """;
  private static final String INTERRUPTED =
      """
      UPDATE claims_load SET state = 'FAILED', detail = 'broken off; loaded again', finished_at = ?
       WHERE sha256 = ? AND state = 'RUNNING'
      """;
  private static final String PROGRESS =
      """
      UPDATE claims_load SET created = ?, updated = ?, unchanged = ?, refused = ?, deleted = ?
       WHERE id = ? AND state = 'RUNNING'
      """;
  private static final String FINISH =
      """
      UPDATE claims_load SET state = ?, detail = ?, finished_at = ?
       WHERE id = ? AND state = 'RUNNING'
      """;
  private static final String DONE =
      """
      SELECT name, finished_at, refused FROM claims_load
       WHERE sha256 = ? AND state = 'DONE' ORDER BY finished_at DESC, id DESC FETCH FIRST 1 ROW ONLY
      """;
  private static final String SELECT =
      """
      SELECT id, name, started_at, finished_at, state, lines, created, updated, unchanged, refused, deleted
        FROM claims_load
      """;
  private static final String NEWEST = " ORDER BY id DESC FETCH FIRST ? ROWS ONLY";

  private final JdbcTemplate db;
  private final Clock clock;

  ClaimsLoadStore(JdbcTemplate db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** The last time that these bytes were loaded to their end. */
  Optional<EarlierLoad> earlier(String sha256) {
    return db.query(DONE, ClaimsLoadStore::earlierLoad, sha256).stream().findFirst();
  }

  /** Opens a row; rows of the same bytes that a stopped server left open are closed. */
  long start(String name, String sha256, long lines) {
    db.update(INTERRUPTED, now(), sha256);
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    db.update(
        connection -> {
          PreparedStatement insert = connection.prepareStatement(START, new String[] {"id"});
          insert.setString(1, name);
          insert.setString(2, sha256);
          insert.setTimestamp(3, now());
          insert.setLong(4, lines);
          return insert;
        },
        key);
    return Objects.requireNonNull(key.getKey()).longValue();
  }

  void progress(long id, LoadCounts counts) {
    db.update(
        PROGRESS,
        counts.created(),
        counts.updated(),
        counts.unchanged(),
        counts.refused(),
        counts.deletions().resources(),
        id);
  }

  void finish(long id, LoadEnd end, LoadCounts counts) {
    progress(id, counts);
    db.update(FINISH, end.state().name(), end.detail(), now(), id);
  }

  /** The newest loads of all nodes, the newest first. */
  public List<LoadRecord> newest(int most) {
    return db.query(SELECT + NEWEST, ClaimsLoadStore::loadRecord, most);
  }

  /**
   * Loads of all nodes, the newest first.
   *
   * @param file only those of a file of this name
   * @param before only those with a smaller id
   */
  public List<LoadRecord> newest(int most, Optional<String> file, OptionalLong before) {
    List<Object> values = new ArrayList<>();
    values.add(before.orElse(Long.MAX_VALUE));
    file.ifPresent(values::add);
    values.add(most);
    String named = file.isPresent() ? " AND name = ?" : "";
    return db.query(
        SELECT + " WHERE id < ?" + named + NEWEST, ClaimsLoadStore::loadRecord, values.toArray());
  }

  public Optional<LoadRecord> find(long id) {
    return db.query(SELECT + " WHERE id = ?", ClaimsLoadStore::loadRecord, id).stream().findFirst();
  }

  private static LoadRecord loadRecord(ResultSet row, int number) throws SQLException {
    Timestamp finished = row.getTimestamp("finished_at");
    return new LoadRecord(
        row.getLong("id"),
        row.getString("name"),
        row.getTimestamp("started_at").toInstant(),
        finished == null ? null : finished.toInstant(),
        LoadState.valueOf(row.getString("state")),
        new LoadCounts(
            row.getLong("lines"),
            row.getLong("created"),
            row.getLong("updated"),
            row.getLong("unchanged"),
            row.getLong("refused"),
            new LoadCounts.Deletions(0, row.getLong("deleted"))));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static EarlierLoad earlierLoad(ResultSet row, int number) throws SQLException {
    return new EarlierLoad(
        row.getString("name"), row.getTimestamp("finished_at").toInstant(), row.getLong("refused"));
  }

  /** A load of the same bytes that came to its end. */
  record EarlierLoad(String name, Instant finishedAt, long refused) {}
}
