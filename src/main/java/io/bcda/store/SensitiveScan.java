package io.bcda.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the JSON of a claim for a sensitive code, without parsing it to a resource: any
 * object with a {@code code} that is text counts as a coding. For all threads.
 */
final class SensitiveScan {
  private static final JsonFactory JSON = new JsonFactory();
  private final SensitiveCodes codes;

  SensitiveScan(SensitiveCodes codes) {
    this.codes = codes;
  }

  /**
   * @param body the JSON of an ExplanationOfBenefit, UTF-8
   * @throws IllegalArgumentException if it is no JSON; without its text
   */
  boolean isSensitive(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return search(parser);
    } catch (IOException e) {
      throw notJson();
    }
  }

  /**
   * @param body the JSON of an ExplanationOfBenefit
   * @throws IllegalArgumentException if it is no JSON; without its text
   */
  boolean isSensitive(String body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return search(parser);
    } catch (IOException e) {
      throw notJson();
    }
  }

  /** The cause would quote the body. */
  private static IllegalArgumentException notJson() {
    return new IllegalArgumentException("not JSON");
  }

  private boolean search(JsonParser parser) throws IOException {
    Objects objects = new Objects();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> objects.enter();
        case END_OBJECT -> {
          if (objects.leave(codes)) {
            return true;
          }
        }
        case VALUE_STRING -> objects.take(parser);
        default -> {
          // Neither begins nor ends an object, and is no text.
        }
      }
    }
    return false;
  }

  /** The objects that are open: a coding's members may stand before and after its extensions. */
  private static final class Objects {
    private @Nullable String[] systems = new @Nullable String[16];
    private @Nullable String[] codes = new @Nullable String[16];
    private int depth = -1;

    void enter() {
      depth++;
      if (depth == systems.length) {
        systems = Arrays.copyOf(systems, 2 * depth);
        codes = Arrays.copyOf(codes, 2 * depth);
      }
      systems[depth] = null;
      codes[depth] = null;
    }

    void take(JsonParser parser) throws IOException {
      String name = parser.currentName(); // null within an array
      if ("system".equals(name)) {
        systems[depth] = parser.getText();
      } else if ("code".equals(name)) {
        codes[depth] = parser.getText();
      }
    }

    boolean leave(SensitiveCodes sensitive) {
      boolean found = sensitive.matches(systems[depth], codes[depth]);
      depth--;
      return found;
    }
  }
}
