package io.bcda.attribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Who is in a roster: table roster_member. */
@Repository
class RosterMembers {
  private static final List<String> COLUMNS = List.of("roster_id", "ordinal", "mbi");
  private static final String ONLY_IN_FIRST =
      """
      SELECT COUNT(*) FROM roster_member m
       WHERE m.roster_id = :first
         AND NOT EXISTS (SELECT 1 FROM roster_member o
                          WHERE o.roster_id = :second AND o.mbi = m.mbi)
      """;
  private static final String UNKNOWN =
      """
      SELECT COUNT(*) FROM roster_member m
       WHERE m.roster_id = :roster
         AND NOT EXISTS (SELECT 1 FROM mbi_link l WHERE l.mbi = m.mbi AND l.to_xid IS NULL)
      """;
  private static final String AMBIGUOUS =
      """
      SELECT COUNT(*) FROM
        (SELECT l.mbi FROM roster_member m JOIN mbi_link l ON l.mbi = m.mbi
          WHERE m.roster_id = :roster AND l.to_xid IS NULL
            AND (l.direct OR NOT EXISTS (SELECT 1 FROM mbi_link d
                                          WHERE d.mbi = l.mbi AND d.direct AND d.to_xid IS NULL))
          GROUP BY l.mbi HAVING COUNT(DISTINCT l.patient_pid) > 1) a
      """;
  private final NamedParameterJdbcTemplate db;

  RosterMembers(NamedParameterJdbcTemplate db) {
    this.db = db;
  }

  /** Reads members from somewhere and hands each to the sink. */
  @FunctionalInterface
  interface Source<T> {
    T read(MemberSink sink) throws IOException;
  }

  /**
   * Writes a roster's members in the caller's transaction, while they are read.
   *
   * @return what the source says of them
   */
  <T> T write(long roster, Source<T> source) {
    return db.getJdbcTemplate()
        .execute((Connection connection) -> written(connection, roster, source));
  }

  private static <T> T written(Connection connection, long roster, Source<T> source) {
    try (BulkRows rows = BulkRows.on(connection, "roster_member", COLUMNS)) {
      T read = source.read((ordinal, mbi) -> rows.row(roster, ordinal, mbi));
      rows.finish();
      return read;
    } catch (SQLException e) {
      throw BulkRows.failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many are in the first roster and not in the second. */
  int onlyInFirst(long first, long second) {
    Integer count =
        db.queryForObject(ONLY_IN_FIRST, Map.of("first", first, "second", second), Integer.class);
    return count == null ? 0 : count;
  }

  /** How many have an MBI that leads to no Patient. */
  int unknown(long roster) {
    return count(UNKNOWN, roster);
  }

  /** How many have an MBI that leads to two Patients. */
  int ambiguous(long roster) {
    return count(AMBIGUOUS, roster);
  }

  private int count(String sql, long roster) {
    Integer count = db.queryForObject(sql, Map.of("roster", roster), Integer.class);
    return count == null ? 0 : count;
  }

  /** Tells PostgreSQL's planner of many new rows at once, before it learns by itself. */
  void analyze() {
    BulkRows.analyze(db.getJdbcTemplate(), "roster_member");
  }
}
