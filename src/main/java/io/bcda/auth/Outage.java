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
  private final Words words;

  private Outage(Words words) {
    this.words = words;
  }

  /** Answers 503 in the form of a path. */
  private interface Words {
    void write(HttpServletRequest request, HttpServletResponse response, String what)
        throws IOException;
  }

  static Outage forClients() {
    return new Outage(
        (request, response, what) ->
            new Outcome(503, "transient", what, "Try again in a few seconds")
                .write(request, response));
  }

  static Outage forOperators() {
    return new Outage(
        (request, response, what) ->
            new Problem(503, what + "; try again in a few seconds").write(response));
  }

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

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, String after, String what)
      throws IOException {
    response.setHeader("Retry-After", after);
    words.write(request, response, what);
  }
}
