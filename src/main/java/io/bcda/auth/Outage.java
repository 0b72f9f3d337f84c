package io.bcda.auth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;

/** A token cannot be checked without the database: say so, rather than call the token bad. */
class Outage extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (DataAccessException e) {
      log.atError().setCause(e).log("database not reached for a request");
      if (response.isCommitted()) {
        throw e;
      }
      response.setHeader("Retry-After", "5");
      new Outcome(
              503,
              "transient",
              "The server cannot reach its database",
              "Try again in a few seconds")
          .write(response);
    }
  }
}
