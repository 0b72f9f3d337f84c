package io.bcda.auth;

import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Signs an ACO or a system client in by its access token, ours or an external issuer's; an
 * operator's opens another door.
 */
@Component
class BearerAuthentication implements AuthenticationProvider {
  private final ExternalIssuers external;
  private final BearerEntry entry;

  BearerAuthentication(ExternalIssuers external, BearerEntry entry) {
    this.external = external;
    this.entry = entry;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    String token = ((BearerTokenAuthenticationToken) authentication).getToken();
    return external.signIn(token).orElseGet(() -> ours(authentication));
  }

  private SignedInToken ours(Authentication authentication) {
    BearerEntry.Entered entered = entry.enter(authentication, kind -> kind != Client.Kind.OPERATOR);
    return new SignedInToken(signedIn(entered.client(), entered.scopes()), entered.verdict());
  }

  private static SignedIn signedIn(Client client, Set<String> scopes) {
    return client
        .aco()
        .<SignedIn>map(aco -> SignedInAco.of(aco, client.id(), scopes))
        .orElseGet(() -> SignedInSystem.of(client.id(), scopes));
  }
}
