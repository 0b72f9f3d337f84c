package io.bcda.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes an ACO's claims many by SQL, which is quicker than loading them: each claim that is stored
 * gets copies under other ids, of the same body, person and time. Without rows for searches, which
 * no export reads.
 */
final class ClaimCopies {
  private static final String CHOSEN =
      """
      CREATE TABLE bench_copy AS
      SELECT c.res_id AS old_id, c.ver, n,
             (SELECT max(res_id) FROM hfj_resource)
               + row_number() OVER (ORDER BY c.patient_pid, c.res_id, n) AS new_id
        FROM claim_index c
        JOIN hfj_resource h ON h.res_id = c.res_id AND h.fhir_id NOT LIKE '%%-copy%%'
       CROSS JOIN generate_series(%d, %d) n
       WHERE c.type = 'E' AND c.to_xid IS NULL
      """;

  private final JdbcTemplate db;
  private int made;

  ClaimCopies(JdbcTemplate db) {
    this.db = db;
  }

  /** The id of a copy. */
  static String id(String original, int copy) {
    return original + "-copy" + copy;
  }

  /** Adds copies until each claim has so many. */
  void make(int copies) {
    if (copies > made) {
      db.execute(CHOSEN.formatted(made + 1, copies));
      insert(
          "hfj_resource",
          "o.res_id = b.old_id",
          Map.of("res_id", "b.new_id", "fhir_id", "o.fhir_id || '-copy' || b.n"));
      String pid = "(SELECT max(pid) FROM hfj_res_ver) + b.new_id";
      insert(
          "hfj_res_ver",
          "o.res_id = b.old_id AND o.res_ver = b.ver",
          Map.of("res_id", "b.new_id", "pid", pid));
      insert(
          "claim_index",
          "o.res_id = b.old_id AND o.to_xid IS NULL",
          Map.of("res_id", "b.new_id", "id", "(SELECT max(id) FROM claim_index) + b.new_id"));
      db.execute("DROP TABLE bench_copy");
      made = copies;
    }
  }

  /** Inserts the rows again, with other values in some columns. */
  private void insert(String table, String join, Map<String, String> others) {
    List<String> columns = TableColumns.of(db, table);
    String values =
        columns.stream()
            .map(column -> others.getOrDefault(column, "o." + column))
            .collect(Collectors.joining(", "));
    db.execute(
        "INSERT INTO %s (%s) SELECT %s FROM bench_copy b JOIN %1$s o ON %4$s ORDER BY b.new_id"
            .formatted(table, String.join(", ", columns), values, join));
  }
}
