package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bcda.store.JsonProperties.NotJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that filters look at. Of its body only the elements are read that they ask for, and only
 * when they do. Not for several threads.
 */
final class Candidate {
  private final ResourceCursor.Row row;
  private final byte[] body;
  private final Elements wanted;
  private JsonProperties.@Nullable Place @Nullable [] places;

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
    if (places == null) {
      places = find();
    }
    JsonProperties.Place place = Objects.requireNonNull(places)[wanted.names.indexOf(name)];
    return place == null ? MissingNode.getInstance() : JsonProperties.tree(body, place);
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
