package io.bcda.store;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One parameter of a filter with its values, of which the resource must have one.
 *
 * @param anyOf at least one; each once, in the order of their texts
 */
record Criterion(FilterParameter parameter, List<FilterValue> anyOf) {
  Criterion {
    TreeMap<String, FilterValue> sorted = new TreeMap<>();
    anyOf.forEach(value -> sorted.put(value.text(), value));
    anyOf = List.copyOf(sorted.values());
  }

  boolean matches(Candidate candidate) {
    for (FilterValue value : anyOf) {
      if (value.matches(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** As in a query. */
  String text() {
    String values = anyOf.stream().map(FilterValue::text).collect(Collectors.joining(","));
    return parameter.name() + "=" + PercentText.encode(values);
  }
}
