package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers requests that come without a good token, or with one that does not do. RFC 6750 3. */
class BearerRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String CHALLENGE = "Bearer realm=\"bcda\"";

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    boolean token = cause instanceof OAuth2AuthenticationException;
    response.setHeader(
        "WWW-Authenticate", token ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    Outcome.login(
            token
                ? "The access token is not valid, has expired or was revoked"
                : "This needs an access token")
        .write(response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
      throws IOException {
    if (cause instanceof NoScope) {
      response.setHeader("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
      Outcome.forbidden(
              "The token's scopes open no resource type",
              "Ask for a token with one of " + SystemScopes.join(SystemScopes.DEFAULT))
          .write(response);
    } else {
      Outcome.forbidden(
              "This ACO may not use the server", "Ask the operator why, giving the ACO's CMS id")
          .write(response);
    }
  }

  /** The token lets nothing be read. */
  static final class NoScope extends AccessDeniedException {
    NoScope() {
      super("no scope");
    }
  }
}
