package io.bcda.export;

import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Set;

/**
 * How the resources of an export lie in its files (Bulk Data Access STU 3, {@code
 * organizeOutputBy}). What was deleted is listed by type always.
 */
public enum OrganizedBy {
  /** Each file holds one type. */
  TYPE,
  /** Files hold blocks, one of each person: a header, the Patient, what refers to it. */
  PATIENT;

  /** The types that stand in files together. */
  List<Set<ResourceKind>> together(Set<ResourceKind> types) {
    return this == PATIENT ? List.of(types) : types.stream().map(Set::of).toList();
  }
}
