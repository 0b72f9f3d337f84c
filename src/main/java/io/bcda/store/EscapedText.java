package io.bcda.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The backslashes in values of search parameters (FHIR R4, Search, "Escaping Search Parameters").
 */
final class EscapedText {
  private static final String ESCAPED = "\\,|$";

  private EscapedText() {}

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (ESCAPED.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** A backslash before anything but what must be escaped stands for itself. */
  static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  private static boolean isEscape(String text, int at) {
    return text.charAt(at) == '\\'
        && at + 1 < text.length()
        && ESCAPED.indexOf(text.charAt(at + 1)) >= 0;
  }

  /** The parts between these marks, where they are not escaped; the parts are left escaped. */
  static List<String> split(String text, char mark) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int at = find(text, mark, 0); at >= 0; at = find(text, mark, start)) {
      parts.add(text.substring(start, at));
      start = at + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Where a mark stands that is not escaped; -1 if there is none. */
  static int find(String text, char mark, int from) {
    for (int i = from; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      } else if (text.charAt(i) == mark) {
        return i;
      }
    }
    return -1;
  }
}
