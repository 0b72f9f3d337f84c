package io.bcda.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Codes of one system, whole ones and beginnings of codes. Immutable. */
final class CodePatterns {
  private final Set<String> whole = new HashSet<>();

  /** None begins with another, so that the one before a code in order is the only candidate. */
  private final NavigableSet<String> beginnings = new TreeSet<>();

  /**
   * @param patterns normal codes, with {@code *} at the end of a beginning
   */
  CodePatterns(Collection<String> patterns) {
    for (String pattern : new TreeSet<>(patterns)) {
      if (!pattern.endsWith("*")) {
        whole.add(pattern);
      }
    }
    TreeSet<String> starts = new TreeSet<>();
    patterns.stream()
        .filter(p -> p.endsWith("*"))
        .forEach(p -> starts.add(p.substring(0, p.length() - 1)));
    for (String start : starts) { // the shorter comes first
      if (!begins(start)) {
        beginnings.add(start);
      }
    }
  }

  boolean match(String code) {
    String normal = normal(code);
    return whole.contains(normal) || begins(normal);
  }

  private boolean begins(String code) {
    String candidate = beginnings.floor(code);
    return candidate != null && code.startsWith(candidate);
  }

  /** Upper case, without dots and blanks: senders write F10.10 and F1010. */
  static String normal(String code) {
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '.' || c <= ' ' || (c >= 'a' && c <= 'z')) {
        return rewritten(code);
      }
    }
    return code;
  }

  private static String rewritten(String code) {
    StringBuilder normal = new StringBuilder(code.length());
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c != '.' && c > ' ') {
        normal.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
      }
    }
    return normal.toString();
  }
}
