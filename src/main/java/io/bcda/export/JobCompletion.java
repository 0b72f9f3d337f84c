package io.bcda.export;

import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How a job comes to its end. */
@Component
class JobCompletion {
  private static final Logger log = LoggerFactory.getLogger(JobCompletion.class);
  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final ControlTotals totals;
  private final JobPublication publication;
  private final JobFailure failure;
  private final Replacements replacements;

  JobCompletion(
      ExportJobStore jobs,
      ExportSliceStore slices,
      ControlTotals totals,
      JobPublication publication,
      JobFailure failure,
      Replacements replacements) {
    this.jobs = jobs;
    this.slices = slices;
    this.totals = totals;
    this.publication = publication;
    this.failure = failure;
    this.replacements = replacements;
  }

  /** Completes the job, or fails it when the sums do not agree; nothing if it is another's. */
  void complete(String id, String instance) {
    if (!jobs.isOf(id, instance)) {
      return;
    }
    ExportSliceStore.Sums sums = slices.sums(id);
    if (!sums.agree()) {
      failure.fail(
          id, instance, "The export is incomplete: not every planned resource was written.");
      return;
    }
    PlannedJob job = jobs.planned(id).orElseThrow();
    if (publish(job, instance, sums)) {
      log.atInfo()
          .addKeyValue("job", id)
          .addKeyValue("resources", sums.written())
          .addKeyValue("slices", sums.slices())
          .log("export completed");
      // For those who opted out while it ran: the sweep looked then, and it was not complete.
      replacements.request(id);
    }
  }

  private boolean publish(PlannedJob job, String instance, ExportSliceStore.Sums sums) {
    try {
      return publication.publish(job, totals.of(job, sums));
    } catch (UncheckedIOException e) {
      failure.failForSpaceOrThrow(job.id(), instance, e);
      return false;
    }
  }
}
