package io.bcda.export;

import io.bcda.store.Watermark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How a job ends. */
@Component
class JobCompletion {
  private static final Logger log = LoggerFactory.getLogger(JobCompletion.class);
  static final String ADVICE = " Start the export again; if it fails again, ask the operator.";
  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final ControlTotals totals;
  private final Watermark watermark;
  private final JobPublication publication;

  JobCompletion(
      ExportJobStore jobs,
      ExportSliceStore slices,
      ControlTotals totals,
      Watermark watermark,
      JobPublication publication) {
    this.jobs = jobs;
    this.slices = slices;
    this.totals = totals;
    this.watermark = watermark;
    this.publication = publication;
  }

  /** Completes the job, or fails it when the sums do not agree; nothing if it is another's. */
  void complete(String id, String instance) {
    if (!jobs.isOf(id, instance)) {
      return;
    }
    ExportSliceStore.Sums sums = slices.sums(id);
    if (!sums.agree()) {
      fail(id, instance, "The export is incomplete: not every planned resource was written.");
      return;
    }
    PlannedJob job = jobs.planned(id).orElseThrow();
    if (publication.publish(job, totals.of(job, sums))) {
      log.atInfo()
          .addKeyValue("job", id)
          .addKeyValue("resources", sums.written())
          .addKeyValue("slices", sums.slices())
          .log("export completed");
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

  /** Fails a running job; does nothing to another. */
  void fail(String id, String instance, String why) {
    if (jobs.fail(id, instance, why + ADVICE)) {
      log.atError().addKeyValue("job", id).log("export failed");
    }
  }
}
