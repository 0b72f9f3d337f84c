package io.bcda.auth;

import java.util.Set;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * What every door for access tokens asks: a good token, of a client that this door is for, from
 * where the client may come. Client, ACO and revocation are looked up for each request, so that a
 * denial acts at once, on every node. Why a token is refused is not told, nor that it is a good one
 * in the wrong place.
 */
@Component
class BearerEntry {
  private static final String REFUSED = "The access token is not valid or no longer is";
  private final TokenCheck check;
  private final Admission admission;
  private final AddressRefusals elsewhere;

  BearerEntry(TokenCheck check, Admission admission, AddressRefusals elsewhere) {
    this.check = check;
    this.admission = admission;
    this.elsewhere = elsewhere;
  }

  /**
   * @param kinds the clients that this door is for
   * @throws InvalidBearerTokenException if the token does not let anybody in here
   */
  Entered enter(Authentication authentication, Predicate<Client.Kind> kinds) {
    Jwt token = decoded(((BearerTokenAuthenticationToken) authentication).getToken());
    Client client =
        check
            .bearer(token)
            .filter(c -> kinds.test(c.kind()))
            .orElseThrow(() -> new InvalidBearerTokenException(REFUSED));
    String address = RemoteAddress.of(authentication);
    Admission.Verdict verdict = admission.of(client, address);
    if (verdict == Admission.Verdict.ADDRESS_REFUSED) {
      elsewhere.tell(client, address);
      throw new InvalidBearerTokenException(REFUSED);
    }
    String scope = token.getClaimAsString(AccessTokens.SCOPE);
    return new Entered(client, SystemScopes.split(scope == null ? "" : scope), verdict);
  }

  private Jwt decoded(String token) {
    try {
      return check.decode(token);
    } catch (JwtException e) {
      throw new InvalidBearerTokenException(REFUSED, e);
    }
  }

  /** Who came in, and what the token's scopes open. */
  record Entered(Client client, Set<String> scopes, Admission.Verdict verdict) {}
}
