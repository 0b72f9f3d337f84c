package io.bcda.attribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Who is in a roster: table roster_member. */
@Repository
class RosterMembers {
  private static final String ONLY_IN_FIRST =
      """
      SELECT COUNT(*) FROM roster_member m
       WHERE m.roster_id = :first
         AND NOT EXISTS (SELECT 1 FROM roster_member o
                          WHERE o.roster_id = :second AND o.mbi = m.mbi)
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
    try (MemberRows rows = MemberRows.on(connection, roster)) {
      T read = source.read(rows);
      rows.finish();
      return read;
    } catch (SQLException e) {
      throw MemberRows.failed(e);
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

  /** Tells PostgreSQL's planner of many new rows at once, before it learns by itself. */
  void analyze() {
    db.getJdbcTemplate()
        .execute(
            (Connection connection) -> {
              if (connection.isWrapperFor(PGConnection.class)) {
                try (var statement = connection.createStatement()) {
                  statement.execute("ANALYZE roster_member");
                }
              }
              return null;
            });
  }
}
