package io.bcda.bench;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the statements on the index, the links, the rosters and the preferences cost since the
 * counters were reset, by pg_stat_statements; and those that write and read the list that is made
 * of them. Bodies apart.
 */
final class StatementCosts {
  private static final String COSTS =
      """
      SELECT regexp_replace(query, '\\s+', ' ', 'g') AS statement, calls, rows,
             total_exec_time AS ms, shared_blks_hit + shared_blks_read AS buffers,
             query !~ '(claim_index|mbi_link|roster_member|preference) ' AS of_list
        FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND query ~ '(claim_index|mbi_link|roster_member|preference|change_\\w+)( |$)'
         AND query !~ 'v\\.res_text_vc'
       ORDER BY of_list, buffers DESC
      """;

  private static final Pattern TARGET = Pattern.compile("INSERT INTO \\S+|DELETE FROM \\S+");
  private static final Pattern SOURCES =
      Pattern.compile("(?:FROM|JOIN) (claim_index|mbi_link|roster_member|preference|change_\\w+)");
  private static final int SHOWN = 60;

  /**
   * Of one statement.
   *
   * @param buffers found in memory or read
   * @param ofList whether it is on the list alone
   */
  record Cost(String statement, long calls, long rows, double ms, long buffers, boolean ofList) {
    void row(BenchTable table) {
      table.row(
          "`" + head() + "`",
          String.join(", ", sources()),
          String.valueOf(calls),
          "%,d".formatted(rows),
          BenchTable.number(ms),
          "%,d".formatted(buffers));
    }

    private String head() {
      Matcher target = TARGET.matcher(statement);
      String head = target.lookingAt() ? target.group() : statement;
      return (head.length() > SHOWN ? head.substring(0, SHOWN) + " …" : head).replace("|", "\\|");
    }

    private Set<String> sources() {
      return SOURCES
          .matcher(statement)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private final List<Cost> all;

  private StatementCosts(List<Cost> all) {
    this.all = all;
  }

  static StatementCosts of(JdbcTemplate db) {
    return new StatementCosts(
        db.query(
            COSTS,
            (rs, i) ->
                new Cost(
                    rs.getString("statement"),
                    rs.getLong("calls"),
                    rs.getLong("rows"),
                    rs.getDouble("ms"),
                    rs.getLong("buffers"),
                    rs.getBoolean("of_list"))));
  }

  /** On the index, links, rosters and preferences. */
  long finding() {
    return all.stream().filter(cost -> !cost.ofList()).mapToLong(Cost::buffers).sum();
  }

  /** On the list that was made. */
  long listing() {
    return all.stream().filter(Cost::ofList).mapToLong(Cost::buffers).sum();
  }

  String table() {
    BenchTable table = new BenchTable(2, "statement", "on", "calls", "rows", "ms", "buffers");
    all.forEach(cost -> cost.row(table));
    return table.toString();
  }
}
