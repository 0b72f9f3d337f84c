package io.bcda.export;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a job complete, with its notes and totals, at one stroke. */
@Component
class JobPublication {
  private final ExportJobStore jobs;
  private final ExportFileTable files;
  private final JobNotes notes;
  private final ManifestPages pages;
  private final TransactionTemplate transaction;
  private final JobSettings settings;
  private final Clock clock;

  JobPublication(
      ExportJobStore jobs,
      ExportFileTable files,
      JobNotes notes,
      ManifestPages pages,
      PlatformTransactionManager transactions,
      JobSettings settings,
      Clock clock) {
    this.jobs = jobs;
    this.files = files;
    this.notes = notes;
    this.pages = pages;
    this.transaction = new TransactionTemplate(transactions);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Publishes.
   *
   * @return false if the job was deleted or ended meanwhile; then nothing is left of this
   */
  boolean publish(PlannedJob job, Map<String, Long> totals) {
    Optional<JobNotes.NotesFile> written =
        files.hasNotes(job.id()) ? notes.writeFound(job, totals) : notes.writeAll(job, totals);
    boolean published =
        Boolean.TRUE.equals(transaction.execute(status -> record(job, totals, written)));
    if (!published) {
      written.ifPresent(file -> notes.discard(job, file));
    }
    return published;
  }

  private boolean record(
      PlannedJob job, Map<String, Long> totals, Optional<JobNotes.NotesFile> written) {
    Instant expires = clock.instant().plus(settings.keepFiles());
    if (!jobs.complete(job.id(), expires, JobTotals.format(totals))) {
      return false;
    }
    written.ifPresent(file -> files.publishNotes(job.id(), file));
    pages.end(job.id());
    return true;
  }
}
