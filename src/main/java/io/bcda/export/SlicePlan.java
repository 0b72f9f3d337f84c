package io.bcda.export;

import io.bcda.attribution.Visibility;
import io.bcda.attribution.Visibility.Bucket;
import io.bcda.attribution.Visibility.Span;
import io.bcda.export.ExportedFile.Section;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Cuts a job into slices of about the wanted number of rows, by counting rows in the index. Each
 * member's ordinal lies in exactly one slice of its type, so no border can lose or double anybody.
 */
@Component
class SlicePlan {
  /** People counted together; a slice is a whole number of buckets. */
  private static final int BUCKET = 50;

  private final Visibility visibility;

  SlicePlan(Visibility visibility) {
    this.visibility = visibility;
  }

  List<Slice> plan(PlannedJob job, int rowsPerSlice) {
    List<Slice> slices = new ArrayList<>();
    for (ResourceKind kind : job.types()) {
      Span members = new Span(1, job.membersNow());
      if (members.last() > 0) {
        List<Bucket> buckets = visibility.countOutput(job.cohort(), kind, members, BUCKET);
        cut(slices, Section.OUTPUT, kind, members, buckets, rowsPerSlice);
      }
    }
    if (job.cohort().rule().listsDeleted()) {
      for (ResourceKind kind : job.types()) {
        Span members = new Span(1, job.membersThen());
        if (members.last() > 0) {
          List<Bucket> buckets = visibility.countDeleted(job.cohort(), kind, members, BUCKET);
          cut(slices, Section.DELETED, kind, members, buckets, rowsPerSlice);
        }
      }
    }
    return slices;
  }

  private static void cut(
      List<Slice> slices,
      Section section,
      ResourceKind kind,
      Span members,
      List<Bucket> buckets,
      int rowsPerSlice) {
    int first = members.first();
    long rows = 0;
    for (Bucket bucket : buckets) {
      if (rows > 0 && rows + bucket.rows() > rowsPerSlice) {
        slices.add(
            new Slice(slices.size(), section, kind, new Span(first, bucket.first() - 1), rows));
        first = bucket.first();
        rows = 0;
      }
      rows += bucket.rows();
    }
    slices.add(new Slice(slices.size(), section, kind, new Span(first, members.last()), rows));
  }
}
