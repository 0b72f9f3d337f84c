package io.bcda.auth;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Signs an ACO in by its access token. Client, ACO and revocation are looked up for each request,
 * so that a denial acts at once. Why a token is refused is not told.
 */
@Component
class BearerAuthentication implements AuthenticationProvider {
  private static final String REFUSED = "The access token is not valid or no longer is";
  private final TokenCheck check;
  private final AcoRegistry acos;

  BearerAuthentication(TokenCheck check, AcoRegistry acos) {
    this.check = check;
    this.acos = acos;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    Jwt token = decoded(((BearerTokenAuthenticationToken) authentication).getToken());
    Client client = check.bearer(token).orElseThrow(() -> new InvalidBearerTokenException(REFUSED));
    Aco.Status status = acos.find(client.aco()).map(Aco::status).orElse(Aco.Status.DENIED);
    String scope = token.getClaimAsString(AccessTokens.SCOPE);
    return new SignedInToken(
        new SignedInAco(
            client.aco(),
            client.id(),
            SystemScopes.readable(SystemScopes.split(scope == null ? "" : scope))),
        status);
  }

  private Jwt decoded(String token) {
    try {
      return check.decode(token);
    } catch (JwtException e) {
      throw new InvalidBearerTokenException(REFUSED, e);
    }
  }
}
