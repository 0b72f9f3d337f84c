package io.bcda.api;

import io.bcda.auth.Permission;
import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a request writes, without telling which.
 *
 * @param how create, update, delete, transaction or batch
 * @param changes one per resource, in the order of the request
 */
record Written(String how, List<Change> changes) {

  Written {
    changes = List.copyOf(changes);
  }

  /** A change of one resource. */
  record Change(Permission verb, ResourceKind kind) {}

  /** Only the changes at these places. */
  Written only(List<Integer> places) {
    return new Written(how, places.stream().map(changes::get).toList());
  }

  /** For people: {@code transaction: create 1 Patient, update 3 Coverage}. */
  String inWords() {
    Map<String, Long> counts =
        changes.stream()
            .collect(
                Collectors.groupingBy(
                    c -> c.verb().name().toLowerCase(Locale.ROOT) + " %d " + c.kind().fhirType(),
                    TreeMap::new,
                    Collectors.counting()));
    return how
        + ": "
        + counts.entrySet().stream()
            .map(e -> e.getKey().formatted(e.getValue()))
            .collect(Collectors.joining(", "));
  }
}
