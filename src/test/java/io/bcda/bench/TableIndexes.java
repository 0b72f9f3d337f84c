package io.bcda.bench;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Indexes in the way of a large filling. */
final class TableIndexes {
  private TableIndexes() {}

  /** Drops a table's indexes, fills it, and makes them again; not those of its constraints. */
  static void rebuiltAfter(JdbcTemplate db, String table, Runnable filling) {
    List<Map<String, Object>> indexes =
        db.queryForList(
            """
            SELECT indexname, indexdef FROM pg_indexes
             WHERE tablename = ? AND indexname NOT IN (SELECT conname FROM pg_constraint)
            """,
            table);
    indexes.forEach(index -> db.execute("DROP INDEX " + index.get("indexname")));
    filling.run();
    indexes.forEach(index -> db.execute((String) index.get("indexdef")));
  }
}
