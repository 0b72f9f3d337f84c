package io.bcda.export;

import io.bcda.attribution.Cohort;
import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Set;

/**
 * What the engine needs of a job.
 *
 * @param membersNow members of the roster in force at the transactionTime
 * @param membersThen members of the roster in force at {@code _since}; 0 without one
 * @param warnings sentences for the ACO, found at kick-off
 */
record PlannedJob(
    String id,
    Set<ResourceKind> types,
    Cohort cohort,
    int membersNow,
    int membersThen,
    List<String> warnings) {}
