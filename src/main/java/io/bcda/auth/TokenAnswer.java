package io.bcda.auth;

import io.bcda.auth.AuthSettings.ExpiresIn;
import io.bcda.settings.ServerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
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
  /** RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final AuthSettings settings;
  private final ServerSettings server;

  TokenAnswer(AuthSettings settings, ServerSettings server) {
    this.settings = settings;
    this.server = server;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    var granted = (OAuth2AccessTokenAuthenticationToken) authentication;
    var token = granted.getAccessToken();
    Instant secretEnds = granted.getRegisteredClient().getClientSecretExpiresAt();
    if (secretEnds != null) {
      response.setHeader("Secret-Expires", HTTP_DATE.format(secretEnds));
    }
    boolean bare = request.getAttribute(TokenRequestGate.BARE) != null;
    // From the token and not from the clock: 1200 is 1200 however long signing took.
    long seconds = Duration.between(token.getIssuedAt(), token.getExpiresAt()).toSeconds();
    boolean asText = asText(bare) && !TokenLives.isByAssertion(granted.getPrincipal());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", token.getTokenValue());
    body.put("expires_in", asText ? String.valueOf(seconds) : (Object) seconds);
    body.put("token_type", "bearer");
    if (!bare || request.getParameter("scope") != null) {
      body.put("scope", SystemScopes.join(token.getScopes()));
    }
    OAuthJson.write(response, HttpServletResponse.SC_OK, body);
  }

  private boolean asText(boolean bare) {
    return settings.expiresIn() == ExpiresIn.STRING
        || settings.expiresIn() == ExpiresIn.AUTO && (bare || server.isBcdaStrict());
  }
}
