package io.bcda.auth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The door of the OAuth endpoints that take client credentials: POST only, nothing in the query (it
 * would end in access logs), credentials present, body of sensible size. A token request without
 * {@code grant_type}, as BCDA's clients send it, is completed here, because the authorization
 * server demands one before any of its own seams.
 */
class TokenRequestGate extends OncePerRequestFilter {
  /** Set on a request that came without {@code grant_type}. */
  static final String BARE = TokenRequestGate.class.getName() + ".bare";

  static final String TOKEN_PATH = "/auth/token";
  private static final Logger log = LoggerFactory.getLogger(TokenRequestGate.class);
  private static final int MOST_BYTES = 64 * 1024;
  private final UntoldRefusals untold;

  TokenRequestGate(UntoldRefusals untold) {
    this.untold = untold;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST");
      refuse(response, 405, OAuth2ErrorCodes.INVALID_REQUEST, "Use POST");
    } else if (request.getQueryString() != null) {
      untold.tell(request, OAuth2ErrorCodes.INVALID_REQUEST);
      refuse(
          response,
          400,
          OAuth2ErrorCodes.INVALID_REQUEST,
          "Parameters belong in the body, application/x-www-form-urlencoded");
    } else if (request.getContentLengthLong() > MOST_BYTES) {
      untold.tell(request, OAuth2ErrorCodes.INVALID_REQUEST);
      refuse(response, 413, OAuth2ErrorCodes.INVALID_REQUEST, "The body is larger than 64 KiB");
    } else if (!hasCredentials(request)) {
      untold.tell(request, "no credentials");
      refuse(
          response,
          400,
          OAuth2ErrorCodes.INVALID_CLIENT,
          "Send client id and secret as 'Authorization: Basic', base64 of id:secret, or a"
              + " client_assertion");
    } else {
      pass(completed(request), response, chain);
    }
  }

  private static void pass(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (DataAccessException e) {
      log.atError().setCause(e).log("database not reached for a token");
      response.setHeader("Retry-After", "5");
      refuse(response, 503, "temporarily_unavailable", "Try again in a few seconds");
    }
  }

  private static boolean hasCredentials(HttpServletRequest request) {
    return isBasic(request) || ClientAssertionConverter.isAssertion(request);
  }

  private static boolean isBasic(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, "Basic ", 0, 6);
  }

  private static HttpServletRequest completed(HttpServletRequest request) {
    boolean token = request.getRequestURI().equals(request.getContextPath() + TOKEN_PATH);
    String[] grant = request.getParameterValues("grant_type");
    // RFC 6749 section 3.2: a parameter without a value is treated as omitted.
    boolean omitted = grant == null || grant.length == 1 && grant[0].isEmpty();
    if (!token || !omitted || !isBasic(request)) {
      return request;
    }
    request.setAttribute(BARE, true);
    return new GrantedRequest(request);
  }

  private static void refuse(
      HttpServletResponse response, int status, String code, String description)
      throws IOException {
    OAuthJson.error(response, status, code, description);
  }
}
