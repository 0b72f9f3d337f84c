package io.bcda.export;

import io.bcda.attribution.Visibility.Span;
import io.bcda.store.ResourceKind;
import java.util.SortedSet;

/**
 * A part of a job that becomes at most one file: one type, one span of a roster's ordinals.
 *
 * @param number from 0, unique in the job
 * @param planned rows that it must account for
 * @param listed whether its rows stand in the job's list of changes
 */
record Slice(
    int number,
    ExportedFile.Section section,
    ResourceKind kind,
    Span span,
    long planned,
    boolean listed) {

  /** Those of these ordinals that lie in the slice. */
  SortedSet<Integer> within(SortedSet<Integer> ordinals) {
    return ordinals.subSet(span.first(), span.last() + 1);
  }

  int people() {
    return span.last() - span.first() + 1;
  }
}
