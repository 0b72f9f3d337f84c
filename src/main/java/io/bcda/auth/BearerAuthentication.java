package io.bcda.auth;

import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Signs an ACO or a system client in by its access token. Client, ACO and revocation are looked up
 * for each request, so that a denial acts at once, on every node. Why a token is refused is not
 * told, nor that it is a good one in the wrong place.
 */
@Component
class BearerAuthentication implements AuthenticationProvider {
  private static final String REFUSED = "The access token is not valid or no longer is";
  private final TokenCheck check;
  private final Admission admission;
  private final AddressRefusals elsewhere;

  BearerAuthentication(TokenCheck check, Admission admission, AddressRefusals elsewhere) {
    this.check = check;
    this.admission = admission;
    this.elsewhere = elsewhere;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    Jwt token = decoded(((BearerTokenAuthenticationToken) authentication).getToken());
    Client client = check.bearer(token).orElseThrow(() -> new InvalidBearerTokenException(REFUSED));
    String address = RemoteAddress.of(authentication);
    Admission.Verdict verdict = admission.of(client, address);
    if (verdict == Admission.Verdict.ADDRESS_REFUSED) {
      elsewhere.tell(client, address);
      throw new InvalidBearerTokenException(REFUSED);
    }
    String scope = token.getClaimAsString(AccessTokens.SCOPE);
    Set<String> scopes = SystemScopes.split(scope == null ? "" : scope);
    return new SignedInToken(signedIn(client, scopes), verdict);
  }

  private static SignedIn signedIn(Client client, Set<String> scopes) {
    return client
        .aco()
        .<SignedIn>map(aco -> new SignedInAco(aco, client.id(), SystemScopes.readable(scopes)))
        .orElseGet(() -> SignedInSystem.of(client.id(), scopes));
  }

  private Jwt decoded(String token) {
    try {
      return check.decode(token);
    } catch (JwtException e) {
      throw new InvalidBearerTokenException(REFUSED, e);
    }
  }
}
