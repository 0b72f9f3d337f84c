package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers the OAuth endpoints' failures as RFC 6749 section 5.2 has it. */
class OAuthErrors implements AuthenticationFailureHandler {
  static final String CHALLENGE = "Basic realm=\"bcda\"";

  /**
   * What nobody else tells the audit trail: whoever refuses for another reason knows more of it.
   */
  private static final Set<String> UNTOLD =
      Set.of(
          OAuth2ErrorCodes.INVALID_REQUEST,
          OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
          TooManyAttempts.CODE);

  private final UntoldRefusals untold;

  OAuthErrors(UntoldRefusals untold) {
    this.untold = untold;
  }

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
    if (UNTOLD.contains(error.getErrorCode())) {
      untold.tell(request, error.getErrorCode());
    }
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
      case TooManyAttempts.CODE -> 429;
      case OAuth2ErrorCodes.SERVER_ERROR -> 500;
      default -> 400;
    };
  }
}
