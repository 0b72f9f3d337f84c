package io.bcda.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Turns paths away that Spring's parser breaks on before its firewall has looked: those with a
 * semicolon, behind which the container does not look either, or with a percent sign that begins no
 * octet (RFC 3986 section 2.1). It comes before all other filters.
 */
public final class PlainPaths extends HttpFilter {
  private static final Pattern BROKEN = Pattern.compile(";|%(?![0-9A-Fa-f]{2})");
  private final transient Answer answer;

  /** What is answered to such a request: 400. */
  @FunctionalInterface
  public interface Answer {
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  public PlainPaths(Answer answer) {
    this.answer = answer;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (BROKEN.matcher(request.getRequestURI()).find()) {
      answer.write(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
