package io.bcda.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The elements of a header that is a list (RFC 9110 section 5.6.1), over all its lines, in order.
 */
final class HeaderList {
  private HeaderList() {}

  /**
   * One element of a list.
   *
   * @param value what stands before the first semicolon, in lower case
   * @param weight the parameter {@code q}, 1 if there is none, 0 if it is no number
   */
  record Element(String value, double weight) {}

  static List<Element> elements(Collection<String> lines) {
    List<Element> elements = new ArrayList<>();
    for (String line : lines) {
      for (String part : split(line, ',')) {
        if (!part.isBlank()) {
          elements.add(element(part));
        }
      }
    }
    return elements;
  }

  private static Element element(String text) {
    List<String> parts = split(text, ';');
    double weight = 1;
    for (String parameter : parts.subList(1, parts.size())) {
      String p = parameter.strip().toLowerCase(Locale.ROOT);
      if (p.startsWith("q=")) {
        weight = number(p.substring(2));
      }
    }
    return new Element(parts.get(0).strip().toLowerCase(Locale.ROOT), weight);
  }

  private static double number(String text) {
    try {
      return Math.max(0, Math.min(1, Double.parseDouble(text)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Splits at a separator that stands outside quotes. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
