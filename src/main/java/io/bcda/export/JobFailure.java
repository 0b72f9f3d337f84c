package io.bcda.export;

import io.bcda.files.DiskSpace;
import io.bcda.store.Watermark;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How a job ends without a result: with a reason on record, and without files. */
@Component
class JobFailure {
  private static final Logger log = LoggerFactory.getLogger(JobFailure.class);
  private static final String ADVICE =
      " Start the export again; if it fails again, ask the operator.";
  private final ExportJobStore jobs;
  private final JobRunner runner;
  private final Watermark watermark;
  private final DiskSpace space;

  JobFailure(ExportJobStore jobs, JobRunner runner, Watermark watermark, DiskSpace space) {
    this.jobs = jobs;
    this.runner = runner;
    this.watermark = watermark;
    this.space = space;
  }

  /** Fails a running job; does nothing to another. */
  void fail(String id, String instance, String why) {
    if (jobs.fail(id, instance, why + ADVICE)) {
      log.atError().addKeyValue("job", id).addKeyValue("why", why).log("export failed");
      runner.stop(id);
    }
  }

  /**
   * Fails a job whose time means nothing any more, because the data were restored or the index was
   * rebuilt since it was accepted.
   *
   * @return whether it was such a job
   */
  boolean failIfOfAnotherEra(PlannedJob job, String instance) {
    if (job.cohort().now().snapshot().era() == watermark.era()) {
      return false;
    }
    fail(job.id(), instance, "The server's data were restored or rebuilt while the export ran.");
    return true;
  }

  /**
   * Fails a running job that has no room for its files: batch2's attempts in quick succession would
   * find none either.
   *
   * @throws UncheckedIOException the error itself, if it came from something else
   */
  void failForSpaceOrThrow(String id, String instance, UncheckedIOException error) {
    if (!space.isWhy(error)) {
      throw error;
    }
    log.atWarn().addKeyValue("job", id).setCause(error).log("no space to write export files");
    fail(
        id,
        instance,
        "The server ran short of disk space for export files; the export was stopped and its files"
            + " are removed. Wait until there is room, or ask for less at once with _type or"
            + " _since.");
  }
}
