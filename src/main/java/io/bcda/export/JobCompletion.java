package io.bcda.export;

import io.bcda.attribution.Visibility;
import io.bcda.attribution.Visibility.Span;
import java.time.Clock;
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
  private final JobSettings settings;
  private final Clock clock;

  JobCompletion(
      ExportJobStore jobs,
      ExportSliceStore slices,
      ExportFileTable files,
      Visibility visibility,
      JobSettings settings,
      Clock clock) {
    this.jobs = jobs;
    this.slices = slices;
    this.files = files;
    this.visibility = visibility;
    this.settings = settings;
    this.clock = clock;
  }

  /** Completes the job, or fails it when the sums do not agree; nothing if it is another's. */
  void complete(String id, String instance) {
    if (!jobs.isOf(id, instance)) {
      return;
    }
    ExportSliceStore.Sums sums = slices.sums(id);
    if (sums.slices() != sums.done() || sums.planned() != sums.written() + sums.expunged()) {
      fail(id, instance, "The export is incomplete: not every planned resource was written.");
      return;
    }
    Map<String, Long> totals = totals(jobs.planned(id).orElseThrow(), sums);
    if (jobs.complete(id, clock.instant().plus(settings.keepFiles()), JobTotals.format(totals))) {
      log.atInfo()
          .addKeyValue("job", id)
          .addKeyValue("resources", sums.written())
          .addKeyValue("slices", sums.slices())
          .log("export completed");
    }
  }

  /** Fails a running job; does nothing to another. */
  void fail(String id, String instance, String why) {
    if (jobs.fail(id, instance, why + ADVICE)) {
      log.atError().addKeyValue("job", id).log("export failed");
    }
  }

  private Map<String, Long> totals(PlannedJob job, ExportSliceStore.Sums sums) {
    Span members = new Span(1, job.membersNow());
    long matched = job.membersNow() == 0 ? 0 : visibility.countMatched(job.cohort(), members);
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("members", (long) job.membersNow());
    totals.put("matched", matched);
    totals.put("notYetKnown", job.membersNow() - visibility.countMatchedMembers(job.cohort()));
    if (job.cohort().rule().comparesWithThen()) {
      totals.put("joined", visibility.countJoined(job.cohort(), members));
    }
    totals.put("resources", sums.written());
    totals.put("expunged", sums.expunged());
    totals.put("bytes", files.of(job.id()).stream().mapToLong(ExportedFile::plainBytes).sum());
    return totals;
  }
}
