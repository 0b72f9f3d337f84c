package io.bcda.export;

import io.bcda.export.ExportedFile.Section;
import io.bcda.files.WrittenFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Repository;

/** The SQL of {@code export_file}: which files are part of a job's answer. */
@Repository
class ExportFileTable {
  private static final String COLUMNS =
      "SELECT name, section, type, lines, plain_bytes, stored_bytes, plain_sha256, stored_sha256, coalesce(page, (SELECT j.pages + 1 FROM export_job j WHERE j.id = job_id)), job_id FROM export_file";

  /** What takes a file's place comes on its page. */
  private static final String INSERT =
      """
      INSERT INTO export_file(job_id, name, slice, section, type, lines, plain_bytes, stored_bytes, plain_sha256, stored_sha256, page)
      VALUES (?,?,?,?,?,?,?,?,?,?, (SELECT max(f.page) FROM export_file f WHERE f.job_id = ? AND f.slice = ? AND f.withdrawn))
      """;

  private static final int NO_SLICE = -1;

  /** As many job ids go into one statement. */
  private static final int MOST_IDS = 1000;

  private final JdbcTemplate db;

  ExportFileTable(JdbcTemplate db) {
    this.db = db;
  }

  /** A job's files, in the order of its slices. */
  List<ExportedFile> of(String jobId) {
    return db.query(
        COLUMNS + " WHERE job_id = ? AND NOT withdrawn ORDER BY slice, name",
        (rs, i) -> file(rs),
        jobId);
  }

  /** Files that a running job's manifest names already, in the order of its slices. */
  List<ExportedFile> shown(String jobId) {
    return db.query(
        COLUMNS + " WHERE job_id = ? AND page IS NOT NULL AND NOT withdrawn ORDER BY slice, name",
        (rs, i) -> file(rs),
        jobId);
  }

  /** The files of many jobs, each job's in the order of its slices; by job. */
  Map<String, List<ExportedFile>> of(List<String> jobIds) {
    Map<String, List<ExportedFile>> files = new HashMap<>();
    for (int from = 0; from < jobIds.size(); from += MOST_IDS) {
      List<String> some = jobIds.subList(from, Math.min(jobIds.size(), from + MOST_IDS));
      db.query(
          COLUMNS
              + " WHERE job_id IN (?"
              + ",?".repeat(some.size() - 1)
              + ") AND NOT withdrawn ORDER BY job_id, slice, name",
          (RowCallbackHandler)
              rs -> files.computeIfAbsent(rs.getString(10), id -> new ArrayList<>()).add(file(rs)),
          some.toArray());
    }
    return files;
  }

  void publish(
      String jobId,
      int slice,
      Section section,
      String name,
      @Nullable String type,
      WrittenFile written) {
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
        written.storedSha256(),
        jobId,
        slice);
  }

  /** Adds a file of notes for the ACO, which no slice made. */
  void publishNotes(String jobId, JobNotes.NotesFile notes) {
    publish(jobId, NO_SLICE, Section.ERROR, notes.name(), JobNotes.TYPE, notes.written());
  }

  /** Whether notes have been published. */
  boolean hasNotes(String jobId) {
    return !db.queryForList(
            "SELECT 1 FROM export_file WHERE job_id = ? AND slice = ?",
            Integer.class,
            jobId,
            NO_SLICE)
        .isEmpty();
  }

  /** What a job's files hold, notes apart, before compression. */
  long plainBytes(String jobId) {
    return of(jobId).stream()
        .filter(file -> file.section() != Section.ERROR)
        .mapToLong(ExportedFile::plainBytes)
        .sum();
  }

  /** Whether there was such a file, which was withdrawn. */
  boolean isWithdrawn(String jobId, String name) {
    return !db.queryForList(
            "SELECT 1 FROM export_file WHERE job_id = ? AND name = ? AND withdrawn",
            Integer.class,
            jobId,
            name)
        .isEmpty();
  }

  /** The slice that made a file. */
  Optional<Integer> slice(String jobId, String name) {
    return db
        .queryForList(
            "SELECT slice FROM export_file WHERE job_id = ? AND name = ?",
            Integer.class,
            jobId,
            name)
        .stream()
        .findFirst();
  }

  /** Withdraws a slice's file; the names of those that were not before. */
  List<String> withdraw(String jobId, int slice) {
    List<String> names =
        db.queryForList(
            "SELECT name FROM export_file WHERE job_id = ? AND slice = ? AND NOT withdrawn",
            String.class,
            jobId,
            slice);
    db.update(
        "UPDATE export_file SET withdrawn = TRUE WHERE job_id = ? AND slice = ?", jobId, slice);
    return names;
  }

  /** Names that count, for telling them from what lost attempts left behind. */
  Set<String> names(String jobId) {
    return Set.copyOf(
        db.queryForList(
            "SELECT name FROM export_file WHERE job_id = ? AND NOT withdrawn",
            String.class,
            jobId));
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
        rs.getString(8),
        rs.getInt(9));
  }
}
