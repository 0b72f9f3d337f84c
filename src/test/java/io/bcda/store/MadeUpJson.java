package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** JSON objects at random, of which the same names come at all depths. */
final class MadeUpJson {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "}",
          "]",
          "{\"type\":1}",
          "\"",
          "\\",
          "\\\"",
          "x\\\\",
          "tab\tline\nend",
          "漢字 \uD83D\uDE00 \u2028",
          "#inner");
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final Random random;

  MadeUpJson(long seed) {
    this.random = new Random(seed);
  }

  /** An object with some of these names. */
  ObjectNode object(List<String> names, int depth) {
    ObjectNode object = nodes.objectNode();
    for (String name : names) {
      if (random.nextInt(3) > 0) {
        object.set(name, value(names, depth));
      }
    }
    return object;
  }

  private JsonNode value(List<String> names, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> nodes.numberNode(random.nextInt(1000) - 500);
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2, 3 -> nodes.textNode(pick(TEXTS));
      case 4 -> nodes.numberNode(random.nextDouble());
      case 5 -> object(names, depth - 1);
      default -> array(names, depth - 1);
    };
  }

  private ArrayNode array(List<String> names, int depth) {
    ArrayNode array = nodes.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(names, depth));
    }
    return array;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  /** In one of several ways to write it. */
  byte[] written(JsonNode node) {
    try {
      String text =
          once(2)
              ? JSON.writeValueAsString(node)
              : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
      return bytes(once(3) ? text.replace("\"type\"", "\"t\\u0079pe\"") : text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
