package io.bcda.bench;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The columns of a table, for copies of its rows. */
final class TableColumns {
  private TableColumns() {}

  static List<String> of(JdbcTemplate db, String table) {
    return db.queryForList(
        """
        SELECT column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = ?
        """,
        String.class,
        table);
  }
}
