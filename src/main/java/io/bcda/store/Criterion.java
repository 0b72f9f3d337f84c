package io.bcda.store;

import io.bcda.store.FilterValue.Named;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One parameter of a filter with its values, of which the resource must have one.
 *
 * @param byText the values by their texts, in the order of these; at least one
 */
record Criterion(FilterParameter parameter, Map<String, FilterValue> byText) {
  Criterion {
    byText = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(byText)));
  }

  /**
   * @param anyOf at least one, all of the parameter; equal ones count once
   */
  static Criterion of(FilterParameter parameter, List<FilterValue> anyOf) {
    Map<String, FilterValue> byText = new TreeMap<>();
    anyOf.forEach(value -> byText.put(value.text(), value));
    return new Criterion(parameter, byText);
  }

  Collection<FilterValue> anyOf() {
    return byText.values();
  }

  boolean matches(Candidate candidate) {
    if (anyOf().iterator().next() instanceof Named one) {
      // The resource's few texts are looked up among the values, which may be many.
      return candidate.texts(parameter.name(), one::in).stream().anyMatch(byText::containsKey);
    }
    for (FilterValue value : anyOf()) {
      if (value.matches(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** As in a query. */
  String text() {
    return parameter.name() + "=" + PercentText.encode(String.join(",", byText.keySet()));
  }
}
