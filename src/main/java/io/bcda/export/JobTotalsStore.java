package io.bcda.export;

import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The control totals in {@code export_job}, where files change after the job's end. */
@Repository
class JobTotalsStore {
  private final JdbcTemplate db;
  private final ExportFileTable files;

  JobTotalsStore(JdbcTemplate db, ExportFileTable files) {
    this.db = db;
    this.files = files;
  }

  /** Until the transaction ends, nobody else makes the job's totals anew. */
  void lock(String jobId) {
    db.queryForList("SELECT id FROM export_job WHERE id = ? FOR UPDATE", String.class, jobId);
  }

  /** Makes the totals of a finished job tell what its files hold now. */
  void retotal(String jobId, ExportSliceStore.Sums sums) {
    String text =
        db.queryForObject("SELECT totals FROM export_job WHERE id = ?", String.class, jobId);
    Map<String, Long> totals = JobTotals.parse(text);
    totals.put("resources", sums.written());
    totals.put("optedOut", sums.optedOut());
    totals.computeIfPresent("filtered", (name, before) -> sums.filtered());
    totals.put("bytes", files.plainBytes(jobId));
    db.update("UPDATE export_job SET totals = ? WHERE id = ?", JobTotals.format(totals), jobId);
  }
}
