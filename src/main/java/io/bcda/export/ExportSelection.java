package io.bcda.export;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of the cohort's resources, and what of each resource, an export gives, and in which order
 * (Bulk Data Access, kick-off parameters {@code _until}, {@code _typeFilter}, {@code _elements},
 * {@code patient}, {@code organizeOutputBy}).
 *
 * @param until resources last changed before it; empty for all
 * @param filters of one kind, any must match; a kind without one is given whole
 * @param elements names of root elements to give beside the mandatory ones; a kind that is absent
 *     is given whole
 * @param patients ids of the Patients to give; empty for all of the cohort
 */
public record ExportSelection(
    Optional<Instant> until,
    List<ResourceFilter> filters,
    Map<ResourceKind, Set<String>> elements,
    Set<String> patients,
    OrganizedBy organizedBy) {
  /** Everything. */
  public static final ExportSelection ALL =
      new ExportSelection(Optional.empty(), List.of(), Map.of(), Set.of());

  /** Jobs' records keep them all, and every row is held against them. */
  private static final int MOST_VALUES = 1000;

  /** A selection that is given by type. */
  public ExportSelection(
      Optional<Instant> until,
      List<ResourceFilter> filters,
      Map<ResourceKind, Set<String>> elements,
      Set<String> patients) {
    this(until, filters, elements, patients, OrganizedBy.TYPE);
  }

  /**
   * @throws Refusal MALFORMED at {@code _typeFilter} for more than 1,000 values in all filters
   */
  public ExportSelection {
    filters = List.copyOf(filters);
    elements = Map.copyOf(elements);
    patients = Set.copyOf(patients);
    if (filters.stream().mapToInt(ResourceFilter::values).sum() > MOST_VALUES) {
      throw new Refusal(
              Reason.MALFORMED,
              "The searches of _typeFilter have more than the 1,000 values that they may have"
                  + " together. Ask in several kick-offs")
          .at("_typeFilter");
    }
  }
}
