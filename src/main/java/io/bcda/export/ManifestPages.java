package io.bcda.export;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cuts the manifest of a job into pages, where the client takes them: a page names what was
 * finished since the one before, and does not change once it was shown (Bulk Data Access STU 3,
 * "Response - In-Progress Status").
 */
@Component
class ManifestPages {
  private static final String LOCK =
      "SELECT pages FROM export_job WHERE id = ? AND state = ? AND partial_manifests FOR UPDATE";
  private final JdbcTemplate db;
  private final ExportFileTable files;
  private final FileReplacement replacement;
  private final JobNotes notes;
  private final TransactionTemplate transaction;

  ManifestPages(
      JdbcTemplate db,
      ExportFileTable files,
      FileReplacement replacement,
      JobNotes notes,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.files = files;
    this.replacement = replacement;
    this.notes = notes;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Makes the next page of a running job, if there is something to show. A file that holds somebody
   * who has opted out since is shown by none before it is replaced, which completed jobs see to.
   */
  void turn(String jobId) {
    if (files.hasUnshown(jobId) && replacement.due(jobId).isEmpty()) {
      transaction.executeWithoutResult(status -> turn(jobId, JobState.IN_PROGRESS));
    }
  }

  /** Makes the last page, in the transaction that completes the job. */
  void end(String jobId) {
    turn(jobId, JobState.COMPLETED);
  }

  private void turn(String jobId, JobState state) {
    Optional<Integer> pages = lock(jobId, state);
    if (pages.isEmpty()) {
      return;
    }
    int page = pages.get() + 1;
    if (state == JobState.IN_PROGRESS && page == 1) {
      // All pages have the same notes. What is known at the end alone comes with the last.
      notes.writeKnown(jobId).ifPresent(file -> files.publishNotes(jobId, file));
    }
    if (files.show(jobId, page) > 0) {
      db.update("UPDATE export_job SET pages = ? WHERE id = ?", page, jobId);
    }
  }

  /** The job's pages so far; empty if it has none by its nature, or is in another state. */
  private Optional<Integer> lock(String jobId, JobState state) {
    List<Integer> found = db.queryForList(LOCK, Integer.class, jobId, state.name());
    return found.stream().findFirst();
  }
}
