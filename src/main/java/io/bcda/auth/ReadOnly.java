package io.bcda.auth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets GET and HEAD through; any other method is 405. */
class ReadOnly extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String method = request.getMethod();
    if (method.equals("GET") || method.equals("HEAD")) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Allow", "GET, HEAD");
    new Outcome(405, "not-supported", "This path can only be read", "Use GET or HEAD")
        .write(request, response);
  }
}
