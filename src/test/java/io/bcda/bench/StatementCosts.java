package io.bcda.bench;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the statements on the index, the links, the rosters and the preferences cost since the
 * counters were reset, by pg_stat_statements; bodies apart.
 */
final class StatementCosts {
  private static final String COSTS =
      """
      SELECT regexp_replace(query, '\\s+', ' ', 'g') AS statement, calls, rows,
             total_exec_time AS ms, shared_blks_hit + shared_blks_read AS buffers
        FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND query ~* '(claim_index|mbi_link|roster_member|change_list|preference) '
         AND query !~ 'v\\.res_text_vc'
       ORDER BY buffers DESC
      """;

  /**
   * Of one statement.
   *
   * @param buffers found in memory or read
   */
  record Cost(String statement, long calls, long rows, double ms, long buffers) {
    void row(BenchTable table) {
      int most = 110;
      String shown = statement.length() > most ? statement.substring(0, most) + " …" : statement;
      table.row(
          "`" + shown.replace("|", "\\|") + "`",
          BenchTable.number(calls),
          BenchTable.number(rows),
          BenchTable.number(ms),
          BenchTable.number(buffers));
    }
  }

  private StatementCosts() {}

  static List<Cost> of(JdbcTemplate db) {
    return db.query(
        COSTS,
        (rs, i) ->
            new Cost(
                rs.getString("statement"),
                rs.getLong("calls"),
                rs.getLong("rows"),
                rs.getDouble("ms"),
                rs.getLong("buffers")));
  }

  static long buffers(List<Cost> costs) {
    return costs.stream().mapToLong(Cost::buffers).sum();
  }
}
