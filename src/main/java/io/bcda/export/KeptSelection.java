package io.bcda.export;

import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A selection as a job's record keeps it, in lines. Equal selections have equal texts. Of the
 * patients a hash is kept here, by which requests compare; who they are stands in a list of the
 * cohort's. It is kept as long as the job's files, which tell more than it does.
 *
 * @param text empty for everything
 */
record KeptSelection(String text) {
  private static final String UNTIL = "until ";
  private static final String FILTER = "filter ";
  private static final String ELEMENTS = "elements ";
  private static final String PATIENTS = "patients ";

  static KeptSelection of(ExportSelection selection) {
    Stream<String> lines =
        Stream.of(
                selection.until().map(until -> UNTIL + until).stream(),
                selection.filters().stream().map(f -> FILTER + f.kind().code() + " " + f.query()),
                selection.elements().entrySet().stream().map(KeptSelection::elements),
                patients(selection.patients()).stream())
            .flatMap(part -> part);
    return new KeptSelection(lines.distinct().sorted().collect(Collectors.joining("\n")));
  }

  static KeptSelection ofColumn(@Nullable String text) {
    return new KeptSelection(text == null ? "" : text);
  }

  private static String elements(Map.Entry<ResourceKind, Set<String>> asked) {
    String names =
        asked.getValue().stream()
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
            .sorted()
            .collect(Collectors.joining(","));
    return ELEMENTS + asked.getKey().code() + " " + names;
  }

  private static Optional<String> patients(Set<String> ids) {
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(PATIENTS + ids.size() + " " + sha256(String.join("\n", new TreeSet<>(ids))));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** The column's value; null for everything. */
  @Nullable String column() {
    return text.isEmpty() ? null : text;
  }

  /** The filters of a kind, of which one must match; none if it is given whole. */
  List<ResourceFilter> filters(ResourceKind kind) {
    return of(FILTER, kind).map(query -> ResourceFilter.ofKept(kind, query)).toList();
  }

  /** Names of the elements that a kind's resources are cut down to; empty if they are not. */
  Optional<Set<String>> elements(ResourceKind kind) {
    return of(ELEMENTS, kind).findFirst().map(KeptSelection::names);
  }

  private static Set<String> names(String joined) {
    return Arrays.stream(joined.split(","))
        .filter(name -> !name.isEmpty())
        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Stream<String> of(String what, ResourceKind kind) {
    String start = what + kind.code() + " ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()));
  }

  /** Whether rows may be left out because of what is in them. */
  boolean hasFilters() {
    return text.lines().anyMatch(line -> line.startsWith(FILTER));
  }
}
