package io.bcda.bench;

import org.springframework.jdbc.core.JdbcTemplate;

/** What a loaded store takes on PostgreSQL's disk. */
final class StoreSizes {
  private static final String TABLES =
      """
      SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
         AND pg_total_relation_size(oid) > 10000000
       ORDER BY pg_total_relation_size(oid) DESC
      """;
  private static final String WHOLE = "SELECT pg_database_size(current_database())";

  private StoreSizes() {}

  /** A table of all tables of 10 MB and more, in millions of bytes. */
  static String table(JdbcTemplate db) {
    BenchTable table = new BenchTable(1, "table", "rows, MB", "indexes, MB");
    db.query(
        TABLES,
        row -> {
          table.row(
              "`" + row.getString(1) + "`", megabytes(row.getLong(2)), megabytes(row.getLong(3)));
        });
    table.row(
        "the whole database", megabytes(db.queryForObject(WHOLE, Long.class)), BenchTable.NONE);
    return table.toString();
  }

  private static String megabytes(long bytes) {
    return BenchTable.number(bytes / 1e6);
  }
}
