package io.bcda.api;

import io.bcda.export.KickOffManner.Method;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code _typeFilter}: searches, each within one type (Bulk Data Access, "_typeFilter Query
 * Parameter").
 *
 * @param search makes a filter of a kind and what stands behind its question mark
 */
record TypeFilters(BiFunction<ResourceKind, String, ResourceFilter> search) {
  static final String NAME = "_typeFilter";
  private static final int MOST = 100;

  /** STU 2 joins searches by commas, which stand in values too: a type must follow. */
  private static final Pattern BETWEEN =
      Pattern.compile(
          Arrays.stream(ResourceKind.values())
              .map(ResourceKind::fhirType)
              .collect(Collectors.joining("|", ",\\s*(?=(?:", ")\\?)")));

  /** The parameter by itself, with a modifier, or at the end of a chain. */
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?i)(?:^|[?&.:\\s])identifier\\s*(?::[^=&]*)?=");

  /**
   * @param given values of the parameter, decoded as values of a query are
   * @param asked the kinds in {@code _type}; empty for all
   * @throws Refusal MALFORMED, NOT_SUPPORTED, naming the parameter
   */
  List<ResourceFilter> parse(
      List<String> given, Method method, Set<ResourceKind> asked, Handling handling) {
    List<String> searches =
        given.stream().flatMap(v -> Arrays.stream(searches(v))).limit(MOST + 1L).toList();
    if (searches.size() > MOST) {
      throw refusal(Reason.MALFORMED, "At most " + MOST + " searches in _typeFilter");
    }
    if (method == Method.GET && searches.stream().anyMatch(TypeFilters::namesIdentifier)) {
      // Whatever the handling: the URL would be kept with the job and written into logs.
      throw refusal(
          Reason.NOT_SUPPORTED,
          "identifier in a _typeFilter would put a person's identifier into a URL; send it by POST");
    }
    List<ResourceFilter> filters = new ArrayList<>();
    Set<ResourceKind> whole = EnumSet.noneOf(ResourceKind.class);
    for (String one : searches) {
      try {
        filters.add(filter(one, asked));
      } catch (Refusal e) {
        handling.refuse(e.at(NAME));
        // Its other filters would leave out what was asked for by this one.
        kind(one).ifPresent(whole::add);
      }
    }
    return filters.stream().filter(f -> !whole.contains(f.kind())).toList();
  }

  private static String[] searches(String value) {
    return BETWEEN.split(value.contains("?") ? value : decoded(value), MOST + 2);
  }

  /** A value encoded twice, as BCDA's third version decodes it. */
  static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static boolean namesIdentifier(String search) {
    return IDENTIFIER.matcher(search).find() || IDENTIFIER.matcher(decoded(search)).find();
  }

  private ResourceFilter filter(String text, Set<ResourceKind> asked) {
    ResourceKind kind =
        kind(text)
            .orElseThrow(
                () ->
                    refusal(
                        Reason.MALFORMED,
                        "_typeFilter must be Type?parameter=value. Supported types: "
                            + ExportParameters.supportedTypes()));
    if (!asked.isEmpty() && !asked.contains(kind)) {
      throw refusal(
          Reason.MALFORMED, "_typeFilter has a search for a type that _type does not ask for");
    }
    return search.apply(kind, text.substring(text.indexOf('?') + 1));
  }

  private static Optional<ResourceKind> kind(String text) {
    int mark = text.indexOf('?');
    return mark < 0 ? Optional.empty() : ResourceKind.ofFhirType(text.substring(0, mark).strip());
  }

  private static Refusal refusal(Reason reason, String text) {
    return new Refusal(reason, text).at(NAME);
  }
}
