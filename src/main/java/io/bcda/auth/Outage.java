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

/**
 * A token cannot be checked without the database, an external one not without its issuer's keys:
 * say so, rather than call the token bad.
 */
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
      refuse(request, response, "5", "The server cannot reach its database");
    } catch (KeysNotReached e) {
      refuse(request, response, "10", "The keys of the token's issuer cannot be had");
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, String after, String text)
      throws IOException {
    response.setHeader("Retry-After", after);
    new Outcome(503, "transient", text, "Try again in a few seconds").write(request, response);
  }
}
