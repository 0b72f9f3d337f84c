package io.bcda.auth;

import io.bcda.auth.AuthSettings.ExpiresIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * Hands a token over. To a request without {@code grant_type} the answer is BCDA's, to any other it
 * is RFC 6749's (section 5.1); BCDA's clients would not read a number in {@code expires_in}.
 */
@Component
class TokenAnswer implements AuthenticationSuccessHandler {
  private final AuthSettings settings;

  TokenAnswer(AuthSettings settings) {
    this.settings = settings;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    var token = ((OAuth2AccessTokenAuthenticationToken) authentication).getAccessToken();
    boolean bare = request.getAttribute(TokenRequestGate.BARE) != null;
    // From the settings and not from the clock: 1200 is 1200 however long signing took.
    long seconds = settings.tokenLife().toSeconds();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", token.getTokenValue());
    body.put("expires_in", asText(bare) ? String.valueOf(seconds) : (Object) seconds);
    body.put("token_type", "bearer");
    if (!bare || request.getParameter("scope") != null) {
      body.put("scope", SystemScopes.join(token.getScopes()));
    }
    OAuthJson.write(response, HttpServletResponse.SC_OK, body);
  }

  private boolean asText(boolean bare) {
    return settings.expiresIn() == ExpiresIn.STRING
        || settings.expiresIn() == ExpiresIn.AUTO && bare;
  }
}
