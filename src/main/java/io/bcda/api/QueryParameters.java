package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query string taken apart, names in order, each value decoded once.
 *
 * @param values at least one per name
 */
record QueryParameters(Map<String, List<String>> values) {
  private static final int LONGEST = 4000;

  /**
   * @param query as received, without the question mark; null if there is none
   * @throws HttpFault 414 if it is too long
   * @throws Refusal MALFORMED if it is not percent-encoded UTF-8
   */
  static QueryParameters parse(@Nullable String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query != null && query.length() > LONGEST) {
      throw new HttpFault(414, "The query is longer than " + LONGEST + " characters");
    }
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decoded(name), n -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new QueryParameters(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Reason.MALFORMED, "The query is not percent-encoded as it should be");
    }
  }

  Set<String> names() {
    return values.keySet();
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * The value of a parameter that may be given once.
   *
   * @throws Refusal MALFORMED if it is given more often
   */
  Optional<String> one(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new Refusal(Reason.MALFORMED, "The parameter " + name + " may be given only once")
          .at(name);
    }
    return given.stream().findFirst();
  }

  /**
   * The elements of all values, which are lists with commas; repeating merges. They are counted
   * while they are cut: a text of commas alone would become many times as large.
   *
   * @throws Refusal MALFORMED if there are more than this
   */
  List<String> elements(String name, int most) {
    List<String> elements =
        all(name).stream()
            .flatMap(v -> Arrays.stream(v.split(",", most + 2)))
            .limit(most + 1L)
            .map(String::strip)
            .toList();
    if (elements.size() > most) {
      String text = String.format(Locale.ROOT, "At most %,d values of %s may be given", most, name);
      throw new Refusal(Reason.MALFORMED, text).at(name);
    }
    return elements;
  }

  /**
   * @throws Refusal MALFORMED if there is a parameter of another name
   */
  void requireOnly(Set<String> allowed) {
    if (!allowed.containsAll(names())) {
      throw new Refusal(
          Reason.MALFORMED,
          "Unknown parameter. Allowed here: "
              + String.join(", ", allowed.stream().sorted().toList()));
    }
  }
}
