package io.bcda.auth;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Signs an operator in by its access token. Everything is looked up for each request, as for {@link
 * BearerAuthentication}, and why a token is refused is not told.
 */
@Component
class OperatorAuthentication implements AuthenticationProvider {
  private final BearerEntry entry;

  OperatorAuthentication(BearerEntry entry) {
    this.entry = entry;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    BearerEntry.Entered entered = entry.enter(authentication, Client.Kind.OPERATOR::equals);
    return new SignedInToken(
        new SignedInOperator(entered.client().id(), entered.scopes()), entered.verdict());
  }
}
