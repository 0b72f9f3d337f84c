package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers who comes to the operators' API without a good token (RFC 6750 section 3). */
class OperatorRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String CHALLENGE = "Bearer realm=\"bcda-admin\"";

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    boolean token = cause instanceof OAuth2AuthenticationException;
    response.setHeader(
        "WWW-Authenticate", token ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    new Problem(
            401,
            token
                ? "The access token is not an operator's, is not valid, has expired or was revoked"
                : "This needs the access token of an operator's client: POST /auth/token on the"
                    + " public address")
        .write(response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
      throws IOException {
    response.setHeader(
        "WWW-Authenticate",
        CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + SystemScopes.OPERATOR + "\"");
    new Problem(403, "The token has not the scope " + SystemScopes.OPERATOR).write(response);
  }
}
