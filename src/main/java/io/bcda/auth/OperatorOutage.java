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

/** As {@link Outage}, for operators. */
class OperatorOutage extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(OperatorOutage.class);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (DataAccessException e) {
      log.atError().setCause(e).log("database not reached for an operator's request");
      if (response.isCommitted()) {
        throw e;
      }
      response.setHeader("Retry-After", "5");
      new Problem(503, "The server cannot reach its database; try again in a few seconds")
          .write(response);
    }
  }
}
