package io.bcda.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the record of one finished export many, a minute apart back in time, by SQL. */
final class FinishedJobs {
  private static final String CHOSEN =
      """
      CREATE TABLE bench_job AS
      SELECT id AS old_id, CAST(gen_random_uuid() AS TEXT) AS new_id, n * INTERVAL '1 minute' AS age
        FROM export_job, generate_series(1, %d) n WHERE state = 'COMPLETED'
      """;
  private static final List<String> TIMES =
      List.of("transaction_time", "created_at", "updated_at", "completed_at", "expires_at");

  private final JdbcTemplate db;

  FinishedJobs(JdbcTemplate db) {
    this.db = db;
  }

  /** Adds so many; those whose files' time is over are expired. There must be one finished job. */
  void make(int count) {
    db.execute(CHOSEN.formatted(count));
    Map<String, String> others =
        TIMES.stream().collect(Collectors.toMap(t -> t, t -> "o." + t + " - b.age"));
    others.put("id", "b.new_id");
    others.put("batch_instance", "NULL");
    others.put(
        "state", "CASE WHEN o.expires_at - b.age < now() THEN 'EXPIRED' ELSE 'COMPLETED' END");
    insert("export_job", "o.id = b.old_id", others);
    for (String table : List.of("export_slice", "export_file")) {
      insert(table, "o.job_id = b.old_id", Map.of("job_id", "b.new_id"));
    }
    db.execute("VACUUM (ANALYZE) export_job, export_slice, export_file");
  }

  /** Takes them away, so that no sweep of them gets into other measurements. */
  void remove() {
    for (String table : List.of("export_file", "export_slice")) {
      db.execute("DELETE FROM " + table + " WHERE job_id IN (SELECT new_id FROM bench_job)");
    }
    db.execute("DELETE FROM export_job WHERE id IN (SELECT new_id FROM bench_job)");
    db.execute("DROP TABLE bench_job");
  }

  private void insert(String table, String join, Map<String, String> others) {
    List<String> columns = TableColumns.of(db, table);
    String values =
        columns.stream()
            .map(column -> others.getOrDefault(column, "o." + column))
            .collect(Collectors.joining(", "));
    db.execute(
        "INSERT INTO %s (%s) SELECT %s FROM bench_job b JOIN %1$s o ON %s"
            .formatted(table, String.join(", ", columns), values, join));
  }
}
