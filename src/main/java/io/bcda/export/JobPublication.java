package io.bcda.export;

import io.bcda.export.JobNotes.NotesFile;
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

  private enum Outcome {
    PUBLISHED,
    /** The job was deleted or ended meanwhile. */
    NOT_WANTED,
    /** A page of the manifest has told meanwhile what these notes tell. */
    TOLD
  }

  /**
   * Publishes.
   *
   * @return false if the job was deleted or ended meanwhile; then nothing is left of this
   */
  boolean publish(PlannedJob job, Map<String, Long> totals) {
    boolean told = files.hasNotes(job.id());
    Optional<NotesFile> written =
        told ? notes.writeFound(job, totals) : notes.writeAll(job, totals);
    Outcome outcome =
        transaction.execute(
            status -> {
              Outcome recorded = record(job, totals, written, told);
              if (recorded != Outcome.PUBLISHED) {
                status.setRollbackOnly();
              }
              return recorded;
            });
    if (outcome != Outcome.PUBLISHED) {
      written.ifPresent(file -> notes.discard(job.id(), file));
    }
    // Notes are told once: the second time they are, and that for good.
    return outcome == Outcome.TOLD ? publish(job, totals) : outcome == Outcome.PUBLISHED;
  }

  private Outcome record(
      PlannedJob job, Map<String, Long> totals, Optional<NotesFile> written, boolean told) {
    Instant expires = clock.instant().plus(settings.keepFiles());
    if (!jobs.complete(job.id(), expires, JobTotals.format(totals))) {
      return Outcome.NOT_WANTED;
    }
    if (files.hasNotes(job.id()) != told) {
      return Outcome.TOLD;
    }
    written.ifPresent(file -> files.publishNotes(job.id(), file));
    pages.end(job.id());
    return Outcome.PUBLISHED;
  }
}
