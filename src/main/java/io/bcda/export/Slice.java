package io.bcda.export;

import io.bcda.attribution.Visibility.Span;
import io.bcda.store.ResourceKind;
import java.util.Set;
import java.util.SortedSet;

/**
 * A part of a job that becomes at most one file: one span of a roster's ordinals, and one type, or
 * several where files are organized by person.
 *
 * @param number from 0, unique in the job
 * @param planned rows that it must account for
 * @param listed whether its rows stand in the job's list of changes
 */
record Slice(
    int number,
    ExportedFile.Section section,
    Set<ResourceKind> kinds,
    Span span,
    long planned,
    boolean listed) {

  /** The kind of a slice that has one only. */
  ResourceKind kind() {
    if (kinds.size() != 1) {
      throw new IllegalStateException("a slice of several kinds");
    }
    return kinds.iterator().next();
  }

  /** Those of these ordinals that lie in the slice. */
  SortedSet<Integer> within(SortedSet<Integer> ordinals) {
    return ordinals.subSet(span.first(), span.last() + 1);
  }

  int people() {
    return span.last() - span.first() + 1;
  }
}
