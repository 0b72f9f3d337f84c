package io.bcda.loading;

import io.bcda.harness.TestServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All that the tables hold of some resources, but for row ids and times: links between rows are
 * shown by FHIR ids.
 *
 * @param tag a word that the ids of these resources have, and no others
 */
record StoreRows(TestServer server, String tag) {
  private static final String RESOURCE =
      """
      SELECT fhir_id, res_type, res_type_id, res_ver, res_version, has_tags, hash_sha256, res_language, partition_id,
             partition_date, sp_index_status, sp_has_links, sp_cmpstr_uniq_present, sp_cmptoks_present,
             sp_coords_present, sp_date_present, sp_number_present, sp_quantity_nrml_present, sp_quantity_present,
             sp_string_present, sp_token_present, sp_uri_present, search_url_present,
             CASE WHEN res_deleted_at IS NULL THEN 0 ELSE 1 END AS deleted
        FROM hfj_resource WHERE fhir_id LIKE ? ORDER BY res_type, fhir_id
      """;
  private static final String VERSION =
      """
      SELECT r.fhir_id, v.res_type, v.res_type_id, v.res_ver, v.res_version, v.has_tags, v.res_encoding, v.request_id,
             v.source_uri, v.partition_id, v.partition_date, CAST(v.res_text_vc AS VARCHAR) AS body,
             CASE WHEN v.res_deleted_at IS NULL THEN 0 ELSE 1 END AS deleted,
             CASE WHEN v.res_published = r.res_published THEN 1 ELSE 0 END AS published,
             CASE WHEN v.res_ver = r.res_ver AND v.res_updated = r.res_updated THEN 1 ELSE 0 END AS newest
        FROM hfj_res_ver v JOIN hfj_resource r ON r.res_id = v.res_id
       WHERE r.fhir_id LIKE ? ORDER BY v.res_type, r.fhir_id, v.res_ver
      """;
  private static final String LINK =
      """
      SELECT r.fhir_id, l.src_path, l.source_resource_type, l.src_res_type_id, t.fhir_id AS target,
             l.target_resource_type, l.target_res_type_id, l.target_resource_url, l.target_resource_version,
             l.partition_id, l.target_res_partition_id
        FROM hfj_res_link l JOIN hfj_resource r ON r.res_id = l.src_resource_id
        LEFT JOIN hfj_resource t ON t.res_id = l.target_resource_id
       WHERE r.fhir_id LIKE ? ORDER BY r.res_type, r.fhir_id, l.src_path, t.fhir_id
      """;
  private static final String INDEX =
      """
      SELECT r.fhir_id, c.ver, c.type, p.fhir_id AS patient, c.patient_ref, c.service_end, c.hidden,
             CASE WHEN c.to_xid IS NULL THEN 1 ELSE 0 END AS open,
             CASE WHEN c.closed_at IS NULL THEN 1 ELSE 0 END AS never_closed
        FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id
        LEFT JOIN hfj_resource p ON p.res_id = c.patient_pid
       WHERE r.fhir_id LIKE ? ORDER BY c.type, r.fhir_id, c.ver, open
      """;
  private static final String MBI =
      """
      SELECT m.mbi, r.fhir_id, CASE WHEN m.to_xid IS NULL THEN 1 ELSE 0 END AS open
        FROM mbi_link m JOIN hfj_resource r ON r.res_id = m.patient_pid
       WHERE r.fhir_id LIKE ? ORDER BY r.fhir_id, m.mbi, open
      """;
  private static final Map<String, String> SEARCH =
      Map.of(
          "hfj_spidx_token",
              "s.sp_system, s.sp_value, s.hash_sys, s.hash_sys_and_value, s.hash_value",
          "hfj_spidx_string",
              "s.sp_value_exact, s.sp_value_normalized, s.hash_exact, s.hash_norm_prefix",
          "hfj_spidx_date",
              "s.sp_value_low, s.sp_value_high, s.sp_value_low_date_ordinal, s.sp_value_high_date_ordinal",
          "hfj_spidx_uri", "s.sp_uri",
          "hfj_spidx_number", "s.sp_value",
          "hfj_spidx_quantity", "s.sp_value");

  /** Rows by table. */
  Map<String, List<Map<String, Object>>> read() {
    return read(server.db(), tag);
  }

  /** Rows by table of any database. */
  static Map<String, List<Map<String, Object>>> read(JdbcTemplate db, String tag) {
    Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    rows.put("hfj_resource", query(db, tag, RESOURCE));
    rows.put("hfj_res_ver", query(db, tag, VERSION));
    rows.put("hfj_res_link", query(db, tag, LINK));
    rows.put("claim_index", query(db, tag, INDEX));
    rows.put("mbi_link", query(db, tag, MBI));
    SEARCH.forEach(
        (table, columns) ->
            rows.put(
                table,
                query(
                    db,
                    tag,
                    """
                    SELECT r.fhir_id, s.res_type, s.sp_name, s.hash_identity, s.sp_missing,
                           s.partition_id, %1$s
                      FROM %2$s s JOIN hfj_resource r ON r.res_id = s.res_id
                     WHERE r.fhir_id LIKE ? ORDER BY r.res_type, r.fhir_id, s.sp_name, %1$s
                    """
                        .formatted(columns, table))));
    return rows;
  }

  private static List<Map<String, Object>> query(JdbcTemplate db, String tag, String sql) {
    return db.queryForList(sql, "%" + tag + "%");
  }

  /** Takes them out of the tables, without a trace. */
  void remove() {
    String ids = "(SELECT res_id FROM hfj_resource WHERE fhir_id LIKE ?)";
    new TransactionTemplate(server.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status -> {
              SEARCH
                  .keySet()
                  .forEach(table -> delete("DELETE FROM " + table + " WHERE res_id IN " + ids));
              delete("DELETE FROM hfj_res_link WHERE src_resource_id IN " + ids);
              delete("DELETE FROM claim_index WHERE res_id IN " + ids);
              delete("DELETE FROM mbi_link WHERE patient_pid IN " + ids);
              delete("DELETE FROM hfj_res_ver WHERE res_id IN " + ids);
              delete("DELETE FROM hfj_resource WHERE fhir_id LIKE ?");
            });
  }

  private void delete(String sql) {
    server.db().update(sql, "%" + tag + "%");
  }
}
