package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The properties of one JSON object in UTF-8, one after the other: where each name and each value
 * begins and ends. Values are passed over by counting brackets; nothing in them is read. Not for
 * several threads.
 */
final class JsonProperties {
  private static final ObjectReader TREE = new ObjectMapper().reader();
  private final byte[] json;
  private final int end;
  private int pos;
  private boolean begun;
  private int nameFrom;
  private int nameTo;
  private int from;
  private int to;

  /** What is read is no JSON object. */
  static final class NotJson extends RuntimeException {
    NotJson() {
      super("not a JSON object");
    }
  }

  /** Where something lies: from the first byte to behind the last. */
  record Place(int from, int to) {}

  /**
   * @param from where the object begins, or blanks before it
   */
  JsonProperties(byte[] json, int from, int to) {
    this.json = json;
    this.end = to;
    this.pos = from;
    pass('{');
  }

  JsonProperties(byte[] json) {
    this(json, 0, json.length);
  }

  /**
   * Goes to the next property.
   *
   * @return false behind the last one
   */
  boolean next() {
    byte mark = peek();
    if (mark == '}') {
      return false;
    }
    if (begun) {
      pass(',');
      peek();
    }
    begun = true;
    nameFrom = pos + 1;
    passString();
    nameTo = pos - 1;
    pass(':');
    peek();
    from = pos;
    passValue();
    to = pos;
    return true;
  }

  private byte peek() {
    while (pos < end && isBlank(json[pos])) {
      pos++;
    }
    if (pos >= end) {
      throw new NotJson();
    }
    return json[pos];
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void pass(char mark) {
    if (peek() != mark) {
      throw new NotJson();
    }
    pos++;
  }

  private void passString() {
    if (pos >= end || json[pos] != '"') {
      throw new NotJson();
    }
    int i = pos + 1;
    while (i < end) {
      byte c = json[i];
      if (c == '"') {
        pos = i + 1;
        return;
      }
      i += c == '\\' ? 2 : 1;
    }
    throw new NotJson();
  }

  private void passValue() {
    byte first = json[pos];
    if (first == '"') {
      passString();
    } else if (first == '{' || first == '[') {
      passStructure();
    } else {
      int start = pos;
      while (pos < end && !isBlank(json[pos]) && ",]}".indexOf(json[pos]) < 0) {
        pos++;
      }
      if (pos == start) {
        throw new NotJson();
      }
    }
  }

  /** Braces and brackets are not told apart: what is stored was parsed when it came. */
  private void passStructure() {
    int depth = 0;
    while (pos < end) {
      byte c = json[pos];
      if (c == '"') {
        passString();
        continue;
      }
      pos++;
      if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return;
      }
    }
    throw new NotJson();
  }

  /** Which of these names the property has; -1 for none. */
  int in(byte[][] names) {
    byte[] raw = json;
    int first = nameFrom;
    int behind = nameTo;
    if (indexOf(raw, first, behind, '\\') >= 0) {
      raw = name().getBytes(StandardCharsets.UTF_8);
      first = 0;
      behind = raw.length;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].length == behind - first
          && Arrays.equals(raw, first, behind, names[i], 0, names[i].length)) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The property's name. */
  String name() {
    return tree(json, new Place(nameFrom - 1, nameTo + 1)).asText();
  }

  /** Where the property's value lies. */
  Place value() {
    return new Place(from, to);
  }

  /** Where name and value lie, with the name's quotes. */
  Place whole() {
    return new Place(nameFrom - 1, to);
  }

  /** A value, read whole. */
  static JsonNode tree(byte[] json, Place place) {
    try {
      return TREE.readTree(json, place.from(), place.to() - place.from());
    } catch (IOException e) {
      throw new NotJson();
    }
  }
}
