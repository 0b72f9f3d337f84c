package io.bcda.api;

import io.bcda.attribution.NamedResources;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IdentifierHashes;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An ACO's search, taken apart and checked. By what it is bound to, we find what may be seen of it;
 * HAPI then searches among that, and never hears of a person or an identifier.
 *
 * @param named what it is bound to
 * @param filters further conditions, for HAPI
 * @param count resources on a page; empty for the usual number
 * @param summary how much of each resource, in FHIR's words
 */
record SearchQuery(
    NamedResources named,
    Map<String, List<String>> filters,
    Optional<Integer> count,
    Optional<String> summary) {

  /** Longer than any id can be, so that nothing has it. */
  private static final String NOBODY = "x".repeat(65);

  private static final Map<ResourceKind, List<String>> BINDING =
      Map.of(
          ResourceKind.PATIENT, List.of("_id", "identifier"),
          ResourceKind.COVERAGE, List.of("_id", "beneficiary"),
          ResourceKind.EXPLANATION_OF_BENEFIT, List.of("_id", "patient"));
  private static final Map<ResourceKind, List<String>> FILTERS =
      Map.of(
          ResourceKind.PATIENT, List.of("_lastUpdated"),
          ResourceKind.COVERAGE, List.of("_lastUpdated"),
          ResourceKind.EXPLANATION_OF_BENEFIT, List.of("_lastUpdated", "service-date", "type"));
  private static final List<String> RESULT =
      List.of("_count", "_format", "_pretty", "_summary", "_total");
  private static final Set<String> SUMMARIES = Set.of("true", "false", "data", "count");

  /** Parameters by which a kind can be searched, sorted. */
  static List<String> parameters(ResourceKind kind) {
    List<String> all = new ArrayList<>(BINDING.get(kind));
    all.addAll(FILTERS.get(kind));
    if (kind == ResourceKind.EXPLANATION_OF_BENEFIT) {
      all.add("_tag"); // HAPI has no index of it
    }
    return all.stream().sorted().toList();
  }

  /** Those of them of which each search has one at least. */
  static List<String> binding(ResourceKind kind) {
    return BINDING.get(kind);
  }

  /**
   * @param given names and values, of query and form together
   * @param base the FHIR base of this server
   * @throws Refusal MALFORMED or NOT_SUPPORTED, naming the parameter and what it takes
   */
  static SearchQuery of(ResourceKind kind, Map<String, String[]> given, String base) {
    checkNames(kind, given.keySet());
    Map<String, List<String>> filters = new LinkedHashMap<>();
    FILTERS.get(kind).forEach(name -> filter(given, name).ifPresent(v -> filters.put(name, v)));
    one(given, "_total")
        .ifPresent(
            v ->
                SearchValues.require(
                    v.equals("none"), "_total", "takes none; a number is told by _summary=count"));
    Optional<String> summary = one(given, "_summary");
    summary.ifPresent(
        v ->
            SearchValues.require(
                SUMMARIES.contains(v), "_summary", "takes true, false, data or count"));
    return new SearchQuery(
        named(kind, given, base),
        filters,
        one(given, "_count").map(v -> SearchValues.number("_count", v, 1)),
        summary);
  }

  private static void checkNames(ResourceKind kind, Set<String> names) {
    Set<String> allowed = new TreeSet<>(parameters(kind));
    allowed.addAll(RESULT);
    if (!allowed.containsAll(names)) {
      throw new Refusal(
          Reason.NOT_SUPPORTED,
          "A search here takes no other parameter, modifier or chain than: "
              + String.join(", ", allowed));
    }
    if (names.stream().noneMatch(BINDING.get(kind)::contains)) {
      throw new Refusal(
          Reason.MALFORMED,
          "A search of %s must name one of %s. For all that there is, use the export"
              .formatted(kind.fhirType(), String.join(", ", BINDING.get(kind))));
    }
  }

  private static NamedResources named(ResourceKind kind, Map<String, String[]> given, String base) {
    String reference = kind == ResourceKind.COVERAGE ? "beneficiary" : "patient";
    return new NamedResources(
        kind,
        one(given, "_id").map(v -> SearchValues.ids("_id", v)).orElse(Set.of()),
        one(given, reference).map(v -> SearchValues.patient(reference, v, base)),
        one(given, "identifier")
            .map(v -> SearchValues.identifiers("identifier", v))
            .orElse(IdentifierHashes.NONE),
        one(given, "_tag").map(v -> SearchValues.tags("_tag", v)).orElse(Set.of()));
  }

  private static Optional<List<String>> filter(Map<String, String[]> given, String name) {
    if (name.equals("type")) {
      Optional<String> value = one(given, name);
      value.ifPresent(v -> SearchValues.checkTokens(name, v));
      return value.map(List::of);
    }
    List<String> values = Arrays.asList(given.getOrDefault(name, new String[0]));
    SearchValues.require(values.size() <= 2, name, "may be given twice at most");
    values.forEach(v -> SearchValues.checkDate(name, v));
    return Optional.of(values.stream().map(SearchValues::dateForHapi).toList())
        .filter(v -> !v.isEmpty());
  }

  private static Optional<String> one(Map<String, String[]> given, String name) {
    String[] values = given.getOrDefault(name, new String[0]);
    SearchValues.require(values.length <= 1, name, "may be given only once");
    return Arrays.stream(values).findFirst();
  }

  boolean isCount() {
    return summary.filter("count"::equals).isPresent();
  }

  /**
   * The search that HAPI is to make.
   *
   * @param ids those to search among; none: it finds nothing, in the same form
   */
  Map<String, String[]> among(List<String> ids, int pageSize) {
    Map<String, String[]> parameters = new HashMap<>();
    parameters.put("_id", new String[] {ids.isEmpty() ? NOBODY : String.join(",", ids)});
    filters.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
    summary.ifPresent(value -> parameters.put("_summary", new String[] {value}));
    if (!isCount()) {
      parameters.put("_count", new String[] {Integer.toString(pageSize)});
    }
    return parameters;
  }

  /** What it names is of people. */
  @Override
  public String toString() {
    return "SearchQuery[" + named + "]";
  }
}
