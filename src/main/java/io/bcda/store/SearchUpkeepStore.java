package io.bcda.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of {@code search_upkeep}. */
public class SearchUpkeepStore {
  private static final Timestamp FROM_THE_FIRST = Timestamp.from(Instant.EPOCH);
  private static final String COLUMNS =
      "SELECT base, code, definition, begun_at, walked_to, walked_id, total, walked, unreadable, finished_at FROM search_upkeep";
  private static final String EXPECT =
      """
      INSERT INTO search_upkeep(base, code, definition, begun_at, walked_to, walked_id, walked, unreadable)
      VALUES (?,?,?,?,?,0,0,0)
      """;
  private static final String EXPECT_ANEW =
      """
      UPDATE search_upkeep
         SET definition = ?, begun_at = ?, walked_to = ?, walked_id = 0, total = NULL, walked = 0,
             unreadable = 0, finished_at = NULL
       WHERE base = ? AND code = ? AND definition <> ?
      """;
  private static final String LOCK =
      COLUMNS
          + " WHERE base = ? AND code = ? AND definition = ? AND finished_at IS NULL FOR UPDATE SKIP LOCKED";
  private static final String ADVANCE =
      "UPDATE search_upkeep SET walked_to = ?, walked_id = ?, walked = walked + ?, unreadable = unreadable + ? WHERE base = ? AND code = ?";
  private final JdbcTemplate db;

  SearchUpkeepStore(JdbcTemplate db) {
    this.db = db;
  }

  /** What became of a parameter that is served. */
  enum Expected {
    NEW,
    CHANGED,
    AS_BEFORE
  }

  /**
   * How far the stored resources are indexed by a parameter.
   *
   * @param total resources of the type when the walk began; null before that
   * @param walked resources gone over, those that came meanwhile too
   * @param unreadable of these, resources whose body is missing or no FHIR
   * @param finishedAt null while the walk is under way
   */
  public record Progress(
      String base,
      String code,
      String definition,
      Instant begunAt,
      Timestamp walkedTo,
      long walkedId,
      @Nullable Long total,
      long walked,
      long unreadable,
      @Nullable Instant finishedAt) {}

  /** All of them, in order. */
  public List<Progress> list() {
    return db.query(COLUMNS + " ORDER BY base, code", (rs, i) -> progress(rs));
  }

  /** A parameter that is new here, or defined otherwise, has all its walk before it. */
  Expected expect(ServedParameter parameter, Instant now) {
    try {
      if (db.update(
              EXPECT_ANEW,
              parameter.definition(),
              at(now),
              FROM_THE_FIRST,
              parameter.base(),
              parameter.code(),
              parameter.definition())
          == 1) {
        return Expected.CHANGED;
      }
      if (db.queryForList(
              "SELECT 1 FROM search_upkeep WHERE base = ? AND code = ?",
              Integer.class,
              parameter.base(),
              parameter.code())
          .isEmpty()) {
        db.update(
            EXPECT,
            parameter.base(),
            parameter.code(),
            parameter.definition(),
            at(now),
            FROM_THE_FIRST);
        return Expected.NEW;
      }
    } catch (DuplicateKeyException e) {
      return Expected.AS_BEFORE; // another node was first
    }
    return Expected.AS_BEFORE;
  }

  boolean hasAnyOf(String type) {
    return !db.queryForList(
            "SELECT 1 FROM hfj_resource WHERE res_type = ? AND res_deleted_at IS NULL LIMIT 1",
            Integer.class,
            type)
        .isEmpty();
  }

  /** Takes the walk for the current transaction; empty if it is done, or another node is at it. */
  Optional<Progress> lock(ServedParameter parameter) {
    return db
        .query(
            LOCK,
            (rs, i) -> progress(rs),
            parameter.base(),
            parameter.code(),
            parameter.definition())
        .stream()
        .findFirst();
  }

  /** The walks that are under way, of these. */
  List<ServedParameter> unfinished(List<ServedParameter> served) {
    List<Progress> open = db.query(COLUMNS + " WHERE finished_at IS NULL", (rs, i) -> progress(rs));
    return served.stream()
        .filter(
            parameter ->
                open.stream()
                    .anyMatch(
                        walk ->
                            walk.base().equals(parameter.base())
                                && walk.code().equals(parameter.code())))
        .toList();
  }

  /** Counts what is before the walk. */
  void count(ServedParameter parameter) {
    db.update(
        """
        UPDATE search_upkeep SET total =
               (SELECT count(*) FROM hfj_resource r WHERE r.res_type = ? AND r.res_deleted_at IS NULL)
         WHERE base = ? AND code = ?
        """,
        parameter.base(),
        parameter.base(),
        parameter.code());
  }

  void advance(
      ServedParameter parameter, Timestamp walkedTo, long walkedId, int walked, int unreadable) {
    db.update(ADVANCE, walkedTo, walkedId, walked, unreadable, parameter.base(), parameter.code());
  }

  void finish(ServedParameter parameter, Instant now) {
    db.update(
        "UPDATE search_upkeep SET finished_at = ? WHERE base = ? AND code = ?",
        at(now),
        parameter.base(),
        parameter.code());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Progress progress(ResultSet rs) throws SQLException {
    OffsetDateTime finished = rs.getObject(10, OffsetDateTime.class);
    return new Progress(
        rs.getString(1),
        rs.getString(2),
        rs.getString(3),
        rs.getObject(4, OffsetDateTime.class).toInstant(),
        rs.getTimestamp(5),
        rs.getLong(6),
        rs.getObject(7, Long.class),
        rs.getLong(8),
        rs.getLong(9),
        finished == null ? null : finished.toInstant());
  }
}
