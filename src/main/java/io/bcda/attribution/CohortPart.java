package io.bcda.attribution;

import io.bcda.store.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What part of a cohort's resources an export gives. It never widens what can be seen. What can be
 * seen no more is bounded by the people only.
 *
 * @param until resources whose state began after it are left out; null for no bound
 * @param updatedBefore resources changed at or after it, by the clock that stamped them, are left
 *     out: the bound in place of {@code until} where no snapshot can tell; null for no bound
 * @param people name of the list of {@link ChosenPeople}, who alone are given; null for all
 */
public record CohortPart(
    @Nullable Snapshot until, @Nullable Instant updatedBefore, @Nullable String people) {
  /** All of it. */
  public static final CohortPart ALL = new CohortPart(null, null, null);
}
