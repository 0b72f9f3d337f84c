package io.bcda.api;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request prefers (RFC 7240 section 2): of each preference the first instance, over all
 * lines of the header.
 *
 * @param values names and values in lower case; an empty value is none
 */
record Preferences(Map<String, String> values) {
  Preferences {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static Preferences of(Collection<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (HeaderList.Element element : HeaderList.elements(lines)) {
      String text = element.value(); // the parameters of a preference are behind it
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String value = equals < 0 ? "" : text.substring(equals + 1);
      values.putIfAbsent(name.strip(), unquoted(value.strip()));
    }
    return new Preferences(values);
  }

  /** RFC 9110 section 5.6.4: a backslash stands before a character that is meant as it is. */
  private static String unquoted(String word) {
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1") : word;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether a preference without a value is there. */
  boolean has(String name) {
    return "".equals(values.get(name));
  }

  /** Whether the first instance of a preference has this value. */
  boolean has(String name, String value) {
    return value.equals(values.get(name));
  }
}
