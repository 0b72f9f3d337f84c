package io.bcda.bench;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows in HAPI's tables with small valid bodies, made by SQL and without rows for searches. */
final class StoredResources {
  private static final String HEAD =
      """
      INSERT INTO hfj_resource (res_id, fhir_id, res_type, res_type_id, res_ver, res_version,
        res_published, res_updated, res_deleted_at, has_tags, sp_index_status,
        sp_has_links, sp_token_present, sp_string_present, sp_date_present, sp_cmpstr_uniq_present,
        sp_cmptoks_present, sp_coords_present, sp_number_present, sp_quantity_present,
        sp_quantity_nrml_present, sp_uri_present, search_url_present)
      SELECT b.res_id, b.type || b.res_id, t.res_type, t.res_type_id, b.ver, 'R4', now(), now(),
             CASE WHEN b.gone THEN now() END, FALSE, 0,
             FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE
        FROM (%s) b JOIN hfj_resource_type t ON t.res_type = %s
      ON CONFLICT (res_id) DO UPDATE
         SET res_ver = excluded.res_ver, res_updated = now(),
             res_deleted_at = excluded.res_deleted_at
      """;
  private static final String BODY =
      """
      INSERT INTO hfj_res_ver (pid, res_id, res_type, res_type_id, res_ver, res_version,
        res_published, res_updated, has_tags, res_encoding, res_text_vc)
      SELECT b.ver * 1000000000 + b.res_id, b.res_id, t.res_type, t.res_type_id, b.ver, 'R4',
             now(), now(), FALSE, CASE WHEN b.gone THEN 'DEL' ELSE 'JSON' END,
             CASE WHEN NOT b.gone THEN CASE b.type
               WHEN 'P' THEN '{"resourceType":"Patient","meta":{},"gender":"unknown"}'
               WHEN 'C' THEN '{"resourceType":"Coverage","meta":{},"status":"active",'
                 || '"beneficiary":{"reference":"Patient/P' || b.patient_pid
                 || '"},"payor":[{"display":"Medicare"}]}'
               ELSE '{"resourceType":"ExplanationOfBenefit","meta":{},"status":"active",'
                 || '"type":{"text":"carrier"},"use":"claim","patient":{"reference":"Patient/P'
                 || b.patient_pid || '"},"created":"2026-01-01","insurer":{"display":"Medicare"},'
                 || '"provider":{"display":"unknown"},"outcome":"complete",'
                 || '"insurance":[{"focal":true,"coverage":{"display":"Part B"}}]}'
             END END
        FROM (%s) b JOIN hfj_resource_type t ON t.res_type = %s
      """;

  private final JdbcTemplate db;

  StoredResources(JdbcTemplate db) {
    this.db = db;
  }

  /**
   * Adds a version of each, or a deletion.
   *
   * @param rows a query of res_id, type (a letter, as in the index), ver, patient_pid and gone
   */
  void add(String rows) {
    String type =
        Stream.of("P", "C", "E")
            .map(letter -> "WHEN '%s' THEN '%s'".formatted(letter, type(letter)))
            .collect(Collectors.joining(" ", "CASE b.type ", " END"));
    db.execute(HEAD.formatted(rows, type));
    db.execute(BODY.formatted(rows, type));
  }

  /** The type of a letter of the index. */
  static String type(String letter) {
    return switch (letter) {
      case "P" -> "Patient";
      case "C" -> "Coverage";
      default -> "ExplanationOfBenefit";
    };
  }
}
