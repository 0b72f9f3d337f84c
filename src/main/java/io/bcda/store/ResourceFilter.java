package io.bcda.store;

import io.bcda.refusal.Refusal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One search within one type, as a {@code _typeFilter} gives it: all of its parameters must match.
 * It finds what HAPI finds for the same query. Equal filters have equal queries.
 */
public final class ResourceFilter {
  private final ResourceKind kind;
  private final List<Criterion> criteria;
  private final String query;

  private ResourceFilter(ResourceKind kind, List<Criterion> criteria) {
    this.kind = kind;
    this.criteria = List.copyOf(criteria);
    this.query = criteria.stream().map(Criterion::text).distinct().collect(Collectors.joining("&"));
  }

  /** The names of the parameters by which resources of a kind can be filtered. */
  public static Set<String> parameters(ResourceKind kind) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(FilterQuery.names(kind)));
  }

  /**
   * @param search as behind the question mark, each name and value still percent-encoded, once; a
   *     plus sign stands for itself
   * @throws Refusal MALFORMED, NOT_SUPPORTED, telling what is wrong and what is allowed; MALFORMED
   *     for what looks like a person's identifier where it would be kept as it is
   */
  public static ResourceFilter parse(ResourceKind kind, String search) {
    FilterQuery asked = FilterQuery.asked(kind);
    return new ResourceFilter(kind, asked.keepable(asked.read(search)));
  }

  /** A filter again, of the text that {@link #query} gave. */
  public static ResourceFilter ofKept(ResourceKind kind, String query) {
    return new ResourceFilter(kind, FilterQuery.kept(kind).read(query));
  }

  public ResourceKind kind() {
    return kind;
  }

  /**
   * What identifies the filter, in a form that may be kept: the values of identifiers stand in it
   * as hashes.
   */
  public String query() {
    return query;
  }

  /** How many values its parameters have. */
  public int values() {
    return criteria.stream().mapToInt(c -> c.anyOf().size()).sum();
  }

  List<Criterion> criteria() {
    return criteria;
  }

  boolean matches(Candidate candidate) {
    for (Criterion criterion : criteria) {
      if (!criterion.matches(candidate)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceFilter filter
        && kind == filter.kind
        && query.equals(filter.query);
  }

  @Override
  public int hashCode() {
    return query.hashCode();
  }

  @Override
  public String toString() {
    return "ResourceFilter[" + kind.fhirType() + "]";
  }
}
