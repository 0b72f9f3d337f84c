package io.bcda.export;

import io.bcda.attribution.ChosenPeople;
import io.bcda.attribution.CohortCounts;
import io.bcda.attribution.CohortCounts.Counts;
import io.bcda.attribution.Visibility;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The figures by which an ACO checks what it got (docs/attribution.md, "Control totals"). */
@Component
class ControlTotals {
  private final CohortCounts counts;
  private final Visibility visibility;
  private final ChosenPeople chosen;
  private final ExportFileTable files;

  ControlTotals(
      CohortCounts counts, Visibility visibility, ChosenPeople chosen, ExportFileTable files) {
    this.counts = counts;
    this.chosen = chosen;
    this.visibility = visibility;
    this.files = files;
  }

  /** Those of a job whose slices are all written, by name. */
  Map<String, Long> of(PlannedJob job, ExportSliceStore.Sums sums) {
    Counts people = counts.of(job.cohort());
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("members", (long) job.membersNow());
    String list = job.cohort().part().people();
    if (list == null) {
      totals.put("matched", people.visible());
      totals.put("suppressed", people.suppressed());
      totals.put("notYetKnown", people.unknown());
      totals.put("ambiguous", people.ambiguous());
    } else {
      totals.put("patients", chosen.count(list)); // each of them could be seen at the job's time
    }
    people.joined().ifPresent(n -> totals.put("joined", n));
    people.left().ifPresent(n -> totals.put("left", n));
    if (job.cohort().now().services().isBounded()) {
      Visibility.Span members = new Visibility.Span(1, job.membersNow());
      totals.put("undated", visibility.countUndated(job.cohort(), members));
    }
    totals.put("resources", sums.written());
    totals.put("expunged", sums.expunged());
    totals.put("optedOut", sums.optedOut());
    if (job.filters()) {
      totals.put("filtered", sums.filtered());
    }
    totals.put("bytes", files.plainBytes(job.id()));
    return totals;
  }
}
