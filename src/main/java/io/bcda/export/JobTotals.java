package io.bcda.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Control totals by name, as one line of text: {@code members=5,matched=4}. */
final class JobTotals {
  private JobTotals() {}

  static String format(Map<String, Long> totals) {
    return totals.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  static Map<String, Long> parse(@Nullable String text) {
    Map<String, Long> totals = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split(",")) {
        int equals = pair.indexOf('=');
        totals.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
      }
    }
    return totals;
  }
}
