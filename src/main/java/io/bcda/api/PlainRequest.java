package io.bcda.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request without conditions ({@code If-…}) and without the wishes by which HAPI would search in
 * another way ({@code Cache-Control}, {@code Prefer}).
 */
final class PlainRequest extends HttpServletRequestWrapper {
  PlainRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isHidden(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  private static boolean isHidden(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("if-") || lower.equals("cache-control") || lower.equals("prefer");
  }
}
