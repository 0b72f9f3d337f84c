package io.bcda.export;

import io.bcda.attribution.Visibility;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.Watermark;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final ExportFileTable files;
  private final Visibility visibility;
  private final Watermark watermark;
  private final JobPublication publication;

  JobCompletion(
      ExportJobStore jobs,
      ExportSliceStore slices,
      ExportFileTable files,
      Visibility visibility,
      Watermark watermark,
      JobPublication publication) {
    this.jobs = jobs;
    this.slices = slices;
    this.files = files;
    this.visibility = visibility;
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
    if (publication.publish(job, totals(job, sums))) {
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

  private Map<String, Long> totals(PlannedJob job, ExportSliceStore.Sums sums) {
    Span members = new Span(1, job.membersNow());
    long matched = visibility.countMatched(job.cohort(), members);
    long visible = visibility.countVisible(job.cohort(), members);
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("members", (long) job.membersNow());
    totals.put("matched", visible);
    totals.put("suppressed", matched - visible);
    totals.put("notYetKnown", job.membersNow() - visibility.countMatchedMembers(job.cohort()));
    if (job.cohort().rule().comparesWithThen()) {
      totals.put("joined", visibility.countJoined(job.cohort(), members));
    }
    if (job.cohort().now().services().isBounded()) {
      totals.put("undated", visibility.countUndated(job.cohort(), members));
    }
    totals.put("resources", sums.written());
    totals.put("expunged", sums.expunged());
    totals.put("optedOut", sums.optedOut());
    totals.put("bytes", files.plainBytes(job.id()));
    return totals;
  }
}
