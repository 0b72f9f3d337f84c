package io.bcda.export;

import io.bcda.attribution.ChangeList;
import io.bcda.attribution.ChangeList.Part;
import io.bcda.attribution.ChosenPeople;
import io.bcda.attribution.Visibility;
import io.bcda.attribution.Visibility.Bucket;
import io.bcda.attribution.Visibility.Span;
import io.bcda.export.ExportedFile.Section;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Cuts a job into slices of about the wanted number of rows, by counting rows in the index. Each
 * member's ordinal lies in exactly one slice of its type, so no border can lose or double anybody,
 * or cut a person in two.
 */
@Component
class SlicePlan {
  /** People counted together; a slice is a whole number of buckets. */
  private static final int BUCKET = 50;

  private final Visibility visibility;
  private final ChangeList changes;
  private final ChosenPeople chosen;

  SlicePlan(Visibility visibility, ChangeList changes, ChosenPeople chosen) {
    this.visibility = visibility;
    this.changes = changes;
    this.chosen = chosen;
  }

  List<Slice> plan(PlannedJob job, int rowsPerSlice) {
    boolean byChanges = changes.isWorthwhile(job.cohort(), people(job));
    Set<ResourceKind> listed =
        byChanges ? changes.find(job.id(), job.cohort(), job.types()) : Set.of();
    List<Slice> slices = new ArrayList<>();
    for (Set<ResourceKind> kinds : job.organizedBy().together(job.types())) {
      Span members = new Span(1, job.membersNow());
      if (members.last() > 0) {
        boolean all = listed.containsAll(kinds); // a person's rows are read from one place
        Cut cut = new Cut(Section.OUTPUT, kinds, members, rowsPerSlice, all);
        cut.into(slices, output(job, cut));
      }
    }
    if (job.cohort().rule().listsDeleted()) {
      for (ResourceKind kind : job.types()) {
        Span members = new Span(1, job.membersThen());
        if (members.last() > 0) {
          Cut cut =
              new Cut(Section.DELETED, Set.of(kind), members, rowsPerSlice, listed.contains(kind));
          List<Bucket> buckets =
              cut.listed()
                  ? changes.count(job.id(), Part.DELETED, kind, BUCKET)
                  : visibility.countDeleted(job.cohort(), kind, members, BUCKET);
          cut.into(slices, buckets);
        }
      }
    }
    if (byChanges && slices.stream().noneMatch(Slice::listed)) {
      changes.forget(job.id()); // read by nobody, and by slices it is found when the job ends
    }
    return slices;
  }

  /** The rows of each bucket, whatever their kind. */
  private List<Bucket> output(PlannedJob job, Cut cut) {
    SortedMap<Integer, Long> rows = new TreeMap<>();
    for (ResourceKind kind : cut.kinds()) {
      List<Bucket> buckets =
          cut.listed()
              ? changes.count(job.id(), Part.OUTPUT, kind, BUCKET)
              : visibility.countOutput(job.cohort(), kind, cut.members(), BUCKET);
      buckets.forEach(bucket -> rows.merge(bucket.first(), bucket.rows(), Long::sum));
    }
    return rows.entrySet().stream().map(e -> new Bucket(e.getKey(), e.getValue())).toList();
  }

  /** At how many people, now and then, one would have to look. */
  private int people(PlannedJob job) {
    String list = job.cohort().part().people();
    int all = job.membersNow() + job.membersThen();
    return list == null ? all : (int) Math.min(all, 2 * chosen.count(list));
  }

  /** How the rows of types that stand in files together are cut. */
  private record Cut(
      Section section, Set<ResourceKind> kinds, Span members, int rowsPerSlice, boolean listed) {

    void into(List<Slice> slices, List<Bucket> buckets) {
      int first = members.first();
      long rows = 0;
      for (Bucket bucket : buckets) {
        if (rows > 0 && rows + bucket.rows() > rowsPerSlice) {
          slices.add(slice(slices.size(), new Span(first, bucket.first() - 1), rows));
          first = bucket.first();
          rows = 0;
        }
        rows += bucket.rows();
      }
      slices.add(slice(slices.size(), new Span(first, members.last()), rows));
    }

    private Slice slice(int number, Span span, long rows) {
      return new Slice(number, section, kinds, span, rows, listed);
    }
  }
}
