package io.bcda.export;

import io.bcda.attribution.Cohort;
import io.bcda.store.ResourceKind;
import java.util.Set;

/**
 * What the engine needs of a job.
 *
 * @param membersNow members of the roster in force at the transactionTime
 * @param membersThen members of the roster in force at {@code _since}; 0 without one
 * @param selection what of each kind it gives
 * @param organizedBy how its files are laid out
 */
record PlannedJob(
    String id,
    Set<ResourceKind> types,
    Cohort cohort,
    int membersNow,
    int membersThen,
    KeptSelection selection,
    OrganizedBy organizedBy) {

  /** Whether rows may be left out because of what is in them, or of when they were stamped. */
  boolean filters() {
    return selection.hasFilters() || cohort.part().updatedBefore() != null;
  }
}
