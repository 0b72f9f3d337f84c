package io.bcda.store;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * HAPI's rows from resources to their Patient, for resources that were there before it. HAPI writes
 * such a row with the resource or never, and searches by the person then miss it.
 */
final class LateLinks {
  private static final Map<String, String> PATHS =
      Map.of(
          "Coverage", "Coverage.beneficiary",
          "ExplanationOfBenefit", "ExplanationOfBenefit.patient");

  /**
   * Writers hold a resource's row when they wait for the identity latch, which the caller holds. So
   * one that is written just now is left out; its link comes with its next version.
   */
  private static final String LOCK =
      "SELECT res_id FROM hfj_resource WHERE res_id IN (:sources) ORDER BY res_id FOR UPDATE SKIP LOCKED";

  private static final String SOURCES =
      """
      SELECT r.res_id, r.res_type, r.res_type_id, p.res_type_id AS patient_type_id, p.res_updated
        FROM hfj_resource r, hfj_resource p
       WHERE r.res_id IN (:sources) AND p.res_id = :patient AND r.res_deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM hfj_res_link l WHERE l.src_resource_id = r.res_id)
       ORDER BY r.res_id
      """;
  private final JdbcTemplate db;
  private final Database database;

  LateLinks(JdbcTemplate db, Database database) {
    this.db = db;
    this.database = database;
  }

  private record Source(
      long resId, String type, int typeId, int patientTypeId, Timestamp patientUpdated) {}

  /**
   * @param sources Coverages and ExplanationOfBenefits that refer to the Patient, not too many
   */
  void add(List<Long> sources, long patientPid) {
    NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(db);
    List<Long> free = named.queryForList(LOCK, Map.of("sources", sources), Long.class);
    if (free.isEmpty()) {
      return;
    }
    List<Source> found =
        named.query(
            SOURCES,
            Map.of("sources", free, "patient", patientPid),
            (row, i) ->
                new Source(
                    row.getLong(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getTimestamp(5)));
    TableRows rows = TableRows.of(database, "hfj_res_link", SearchRows.LINK_COLUMNS);
    long[] keys = new HapiIds(db, database).draw("seq_reslink_id", found.size());
    for (int i = 0; i < keys.length; i++) {
      Source source = found.get(i);
      rows.add(
          keys[i],
          PATHS.get(source.type()),
          source.resId(),
          source.type(),
          source.typeId(),
          patientPid,
          "Patient",
          source.patientTypeId(),
          source.patientUpdated());
    }
    db.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              rows.send(connection);
              return null;
            });
    db.batchUpdate(
        "UPDATE hfj_resource SET sp_has_links = TRUE WHERE res_id = ?",
        found.stream().map(source -> new Object[] {source.resId()}).toList());
  }
}
