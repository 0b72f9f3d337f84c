package io.bcda.bench;

import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts the statements that a database ran; of one without the extension, nothing is known. */
final class Statements {
  private static final String CALLS =
      """
      SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String EACH =
      """
      SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 80), calls FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
       ORDER BY calls DESC, query
      """;

  private final JdbcTemplate db;
  private final boolean known;

  Statements(JdbcTemplate db) {
    this.db = db;
    this.known = isKnown();
  }

  private boolean isKnown() {
    try {
      db.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
      calls(true);
      return true;
    } catch (DataAccessException e) {
      return false;
    }
  }

  void reset() {
    if (known) {
      db.execute("SELECT pg_stat_statements_reset()");
    }
  }

  /** Since the last reset. */
  Optional<Long> calls() {
    return calls(known);
  }

  private Optional<Long> calls(boolean ask) {
    return ask ? Optional.ofNullable(db.queryForObject(CALLS, Long.class)) : Optional.empty();
  }

  /** Each since the last reset, the most frequent first: statement and calls. */
  String table() {
    BenchTable table = new BenchTable(1, "statement", "calls");
    db.query(
        EACH,
        rs -> {
          table.row("`" + rs.getString(1).replace("|", "\\|") + "`", rs.getString(2));
        });
    return table.toString();
  }
}
