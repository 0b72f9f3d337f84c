package io.bcda.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The SQL of {@code export_job} for how an export was asked for, which no slice needs to know. */
@Repository
class KickOffStore {
  private static final String PUT =
      "UPDATE export_job SET request_method = ?, status_form = ?, partial_manifests = ?, request_notes = ? WHERE id = ?";
  private final JdbcTemplate db;

  KickOffStore(JdbcTemplate db) {
    this.db = db;
  }

  /** Completes a job's row, in the transaction that made it. */
  void put(String id, ExportRequest request) {
    KickOffManner manner = request.manner();
    String notes = request.notes().isEmpty() ? null : String.join("\n", request.notes());
    db.update(PUT, manner.method().name(), manner.status().name(), manner.partial(), notes, id);
  }

  /** A sentence or two for each parameter of the request that was passed over. */
  List<String> notes(String id) {
    return lines("request_notes", id);
  }

  /** Sentences for the ACO, found when the job was accepted. */
  List<String> warnings(String id) {
    return lines("warnings", id);
  }

  private List<String> lines(String column, String id) {
    return db
        .queryForList("SELECT " + column + " FROM export_job WHERE id = ?", String.class, id)
        .stream()
        .filter(Objects::nonNull)
        .flatMap(String::lines)
        .toList();
  }

  static KickOffManner manner(ResultSet row) throws SQLException {
    return new KickOffManner(
        KickOffManner.Method.valueOf(row.getString("request_method")),
        KickOffManner.StatusForm.valueOf(row.getString("status_form")),
        row.getBoolean("partial_manifests"));
  }
}
