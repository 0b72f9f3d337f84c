package io.bcda.auth;

import java.time.Duration;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * How long a token is good for. SMART Backend Services has five minutes at most for a client that
 * signs; BCDA's clients count on twenty.
 */
@Component
class TokenLives {
  private final AuthSettings settings;
  private final AssertionSettings assertions;

  TokenLives(AuthSettings settings, AssertionSettings assertions) {
    this.settings = settings;
    this.assertions = assertions;
  }

  /** The life of a token for a client that proved itself like this. */
  Duration of(Authentication client) {
    return isByAssertion(client) ? assertions.assertionTokenLife() : settings.tokenLife();
  }

  /** Whether a client proved itself by an assertion. */
  static boolean isByAssertion(Object client) {
    return client instanceof OAuth2ClientAuthenticationToken token
        && ClientAuthenticationMethod.PRIVATE_KEY_JWT.equals(token.getClientAuthenticationMethod());
  }
}
