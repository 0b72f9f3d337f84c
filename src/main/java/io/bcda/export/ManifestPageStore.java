package io.bcda.export;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The SQL of manifests that come in pages. */
@Repository
class ManifestPageStore {
  private static final String LOCK =
      "SELECT pages FROM export_job WHERE id = ? AND state = ? AND partial_manifests FOR UPDATE";
  private static final String UNSHOWN =
      "SELECT name, slice FROM export_file WHERE job_id = ? AND page IS NULL AND NOT withdrawn";
  private final JdbcTemplate db;

  ManifestPageStore(JdbcTemplate db) {
    this.db = db;
  }

  /** A file that no page names. */
  record Unshown(String name, int slice) {}

  /**
   * The pages of a job so far, which nobody else makes until the transaction ends; empty if the job
   * has none by its nature, or is in another state.
   */
  Optional<Integer> lock(String jobId, JobState state) {
    return db.queryForList(LOCK, Integer.class, jobId, state.name()).stream().findFirst();
  }

  /** Files that no page names. */
  List<Unshown> unshown(String jobId) {
    return db.query(UNSHOWN, (rs, i) -> new Unshown(rs.getString(1), rs.getInt(2)), jobId);
  }

  /** Puts files on a new page, which is the last one now. */
  void show(String jobId, List<String> names, int page) {
    db.batchUpdate(
        "UPDATE export_file SET page = ? WHERE job_id = ? AND name = ?",
        names.stream().map(name -> new Object[] {page, jobId, name}).toList());
    db.update("UPDATE export_job SET pages = ? WHERE id = ?", page, jobId);
  }
}
