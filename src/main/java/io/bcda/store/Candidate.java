package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bcda.store.JsonProperties.NotJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row that filters look at. Of its body only the elements are read that they ask for, and only
 * when they do, once for all filters. Not for several threads.
 */
final class Candidate {
  private final ResourceCursor.Row row;
  private final byte[] body;
  private final Elements wanted;
  private final @Nullable JsonNode[] trees;
  private final Map<String, Set<String>> texts = new HashMap<>();
  private final Map<String, Period> periods = new HashMap<>();
  private JsonProperties.@Nullable Place @Nullable [] places;

  /** A period's ends; empty where there is none, or none that can be read. */
  record Period(Optional<DateSpan> start, Optional<DateSpan> end) {}

  /** Names of root elements. */
  static final class Elements {
    private final List<String> names;
    private final byte[][] bytes;

    Elements(List<String> names) {
      this.names = List.copyOf(names);
      this.bytes =
          names.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }
  }

  /**
   * @param body the row's, or its line
   * @param wanted all elements that will be asked for
   */
  Candidate(ResourceCursor.Row row, byte[] body, Elements wanted) {
    this.row = row;
    this.body = body;
    this.wanted = wanted;
    this.trees = new JsonNode[wanted.bytes.length];
  }

  ResourceCursor.Row row() {
    return row;
  }

  /**
   * A root element; missing if the resource has none of that name.
   *
   * @throws NotJson if the body is none
   */
  JsonNode element(String name) {
    int which = wanted.names.indexOf(name);
    JsonNode tree = trees[which];
    if (tree == null) {
      tree = read(which);
      trees[which] = tree;
    }
    return tree;
  }

  private JsonNode read(int which) {
    if (places == null) {
      places = find();
    }
    JsonProperties.Place place = Objects.requireNonNull(places)[which];
    return place == null ? MissingNode.getInstance() : JsonProperties.tree(body, place);
  }

  /**
   * What a parameter finds in the resource, as texts of its values.
   *
   * @param reading reads it, the first time
   */
  Set<String> texts(String parameter, Function<Candidate, Set<String>> reading) {
    Set<String> found = texts.get(parameter);
    if (found == null) {
      found = reading.apply(this);
      texts.put(parameter, found);
    }
    return found;
  }

  /** A root element that is a period. */
  Period period(String name) {
    return periods.computeIfAbsent(name, this::readPeriod);
  }

  private Period readPeriod(String name) {
    JsonNode period = element(name);
    return new Period(
        DateSpan.of(period.path("start").asText("").strip()),
        DateSpan.of(period.path("end").asText("").strip()));
  }

  /** Not beyond the last of them: they stand before the lines of a claim, which are most of it. */
  private JsonProperties.@Nullable Place[] find() {
    JsonProperties.@Nullable Place[] found = new JsonProperties.Place[wanted.bytes.length];
    JsonProperties properties = new JsonProperties(body);
    int missing = found.length;
    while (missing > 0 && properties.next()) {
      int which = properties.in(wanted.bytes);
      if (which >= 0) {
        missing -= found[which] == null ? 1 : 0;
        found[which] = properties.value();
      }
    }
    return found;
  }
}
