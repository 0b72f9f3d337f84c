package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers the OAuth endpoints' failures as RFC 6749 section 5.2 has it. */
class OAuthErrors implements AuthenticationFailureHandler {
  static final String CHALLENGE = "Basic realm=\"bcda\"";

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof TooManyAttempts tooMany) {
      response.setHeader("Retry-After", String.valueOf(tooMany.seconds()));
    }
    OAuth2Error error =
        failure instanceof OAuth2AuthenticationException oauth
            ? oauth.getError()
            : new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
    int status = status(error.getErrorCode());
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", CHALLENGE);
    }
    OAuthJson.error(response, status, error.getErrorCode(), error.getDescription());
  }

  private static int status(String code) {
    return switch (code) {
      case OAuth2ErrorCodes.INVALID_CLIENT -> 401;
      case OAuth2ErrorCodes.UNAUTHORIZED_CLIENT -> 403;
      case "slow_down" -> 429;
      case OAuth2ErrorCodes.SERVER_ERROR -> 500;
      default -> 400;
    };
  }
}
