package io.bcda.sandbox;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A filter of which an answer is written.
 *
 * @param name of its answer, without ending
 * @param type what it filters, and what is asked for
 * @param searches one of which must match; plain: nothing that JSON would escape
 * @param leaves what must be left, told of the world's own knowledge
 */
record ExpectedFilter(
    String name, String type, List<String> searches, Predicate<Filterable> leaves) {

  ExpectedFilter {
    searches = List.copyOf(searches);
  }

  /** The parameters of its kick-off, as the first members of a JSON object. */
  String parameters() {
    return searches.stream()
        .map(search -> '"' + type + '?' + search + '"')
        .collect(Collectors.joining(",", "\"_type\":\"" + type + "\",\"_typeFilter\":[", "],"));
  }
}
