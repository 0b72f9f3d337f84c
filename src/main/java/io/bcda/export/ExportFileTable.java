package io.bcda.export;

import io.bcda.export.ExportedFile.Section;
import io.bcda.files.WrittenFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The SQL of {@code export_file}: which files are part of a job's answer. */
@Repository
class ExportFileTable {
  private static final String COLUMNS =
      "SELECT name, section, type, lines, plain_bytes, stored_bytes, plain_sha256, stored_sha256 FROM export_file";
  private static final String INSERT =
      """
      INSERT INTO export_file(job_id, name, slice, section, type, lines, plain_bytes, stored_bytes, plain_sha256, stored_sha256)
      VALUES (?,?,?,?,?,?,?,?,?,?)
      """;
  private static final int NO_SLICE = -1;
  private final JdbcTemplate db;

  ExportFileTable(JdbcTemplate db) {
    this.db = db;
  }

  /** A job's files, in the order of its slices. */
  List<ExportedFile> of(String jobId) {
    return db.query(COLUMNS + " WHERE job_id = ? ORDER BY slice, name", (rs, i) -> file(rs), jobId);
  }

  Optional<ExportedFile> find(String jobId, String name) {
    return db
        .query(COLUMNS + " WHERE job_id = ? AND name = ?", (rs, i) -> file(rs), jobId, name)
        .stream()
        .findFirst();
  }

  void publish(
      String jobId, int slice, Section section, String name, String type, WrittenFile written) {
    db.update(
        INSERT,
        jobId,
        name,
        slice,
        section.name(),
        type,
        written.lines(),
        written.plainBytes(),
        written.storedBytes(),
        written.plainSha256(),
        written.storedSha256());
  }

  /** Adds a file of notes for the ACO, which no slice made. */
  void publishNotes(String jobId, String name, String type, WrittenFile written) {
    publish(jobId, NO_SLICE, Section.ERROR, name, type, written);
  }

  /** Names that count, for telling them from what lost attempts left behind. */
  Set<String> names(String jobId) {
    return Set.copyOf(
        db.queryForList("SELECT name FROM export_file WHERE job_id = ?", String.class, jobId));
  }

  void deleteAll(String jobId) {
    db.update("DELETE FROM export_file WHERE job_id = ?", jobId);
  }

  private static ExportedFile file(ResultSet rs) throws SQLException {
    return new ExportedFile(
        rs.getString(1),
        Section.valueOf(rs.getString(2)),
        rs.getString(3),
        rs.getLong(4),
        rs.getLong(5),
        rs.getLong(6),
        rs.getString(7),
        rs.getString(8));
  }
}
