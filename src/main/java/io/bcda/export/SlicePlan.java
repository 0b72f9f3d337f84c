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
import java.util.EnumSet;
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
    List<Cut> cuts = cuts(job, rowsPerSlice);
    Set<ResourceKind> listed = EnumSet.noneOf(ResourceKind.class);
    cuts.stream().filter(Cut::listed).map(Cut::kinds).forEach(listed::addAll);
    if (!listed.isEmpty()) {
      changes.find(job.id(), job.cohort(), listed);
    }
    List<Slice> slices = new ArrayList<>();
    for (Cut cut : cuts) {
      cut.into(slices, buckets(job, cut));
    }
    return slices;
  }

  private List<Cut> cuts(PlannedJob job, int rowsPerSlice) {
    boolean byChanges = changes.isWorthwhile(job.cohort(), people(job));
    List<Cut> cuts = new ArrayList<>();
    Span now = new Span(1, job.membersNow());
    if (now.last() > 0) {
      for (Set<ResourceKind> kinds : job.organizedBy().together(job.types())) {
        // A person's rows are read from one place.
        boolean listed = byChanges && kinds.stream().allMatch(k -> canList(job, k));
        cuts.add(new Cut(Section.OUTPUT, kinds, now, rowsPerSlice, listed));
      }
    }
    Span then = new Span(1, job.membersThen());
    if (then.last() > 0 && job.cohort().rule().listsDeleted()) {
      for (ResourceKind kind : job.types()) {
        boolean listed = byChanges && canList(job, kind);
        cuts.add(new Cut(Section.DELETED, Set.of(kind), then, rowsPerSlice, listed));
      }
    }
    return cuts;
  }

  private boolean canList(PlannedJob job, ResourceKind kind) {
    return changes.canList(job.cohort(), kind);
  }

  /** The rows of each bucket, whatever their kind. */
  private List<Bucket> buckets(PlannedJob job, Cut cut) {
    SortedMap<Integer, Long> rows = new TreeMap<>();
    for (ResourceKind kind : cut.kinds()) {
      buckets(job, cut, kind)
          .forEach(bucket -> rows.merge(bucket.first(), bucket.rows(), Long::sum));
    }
    return rows.entrySet().stream().map(e -> new Bucket(e.getKey(), e.getValue())).toList();
  }

  private List<Bucket> buckets(PlannedJob job, Cut cut, ResourceKind kind) {
    boolean output = cut.section() == Section.OUTPUT;
    if (cut.listed()) {
      return changes.count(job.id(), output ? Part.OUTPUT : Part.DELETED, kind, BUCKET);
    }
    return output
        ? visibility.countOutput(job.cohort(), kind, cut.members(), BUCKET)
        : visibility.countDeleted(job.cohort(), kind, cut.members(), BUCKET);
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
