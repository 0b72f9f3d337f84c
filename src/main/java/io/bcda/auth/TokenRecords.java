package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * What the authorization server takes for its store of tokens. A token is its own record, so only
 * revoked ones leave a row. A client sees its own tokens and nobody else's: another's is inactive
 * to it, and revoking that does nothing (RFC 7009 section 2.2).
 */
@Component
class TokenRecords implements OAuth2AuthorizationService {
  private final TokenCheck check;
  private final DeniedTokens denied;
  private final ClientRows clients;
  private final AuditTrail audit;

  TokenRecords(TokenCheck check, DeniedTokens denied, ClientRows clients, AuditTrail audit) {
    this.check = check;
    this.denied = denied;
    this.clients = clients;
    this.audit = audit;
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
    Map<String, Object> claims = token.getClaims();
    String jti = String.valueOf(claims.get("jti"));
    String client = String.valueOf(claims.get(AccessTokens.CLIENT));
    String aco = (String) claims.get(AccessTokens.ACO);
    Instant expiry = token.getToken().getExpiresAt();
    if (token.isInvalidated() && expiry != null) {
      denied.add(
          jti,
          client,
          expiry,
          () -> audit.append(AuditKind.TOKEN_REVOKED, aco, client, jti, "revoked by its client"));
    } else {
      clients.gotToken(client);
      audit.append(AuditKind.TOKEN_ISSUED, aco, client, jti, "issued");
    }
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    throw new UnsupportedOperationException("tokens are not stored");
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return null;
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
    try {
      Jwt jwt = check.decode(token);
      return check
          .bearer(jwt)
          .filter(c -> asker().filter(c.id()::equals).isPresent())
          .map(c -> authorization(c, jwt))
          .orElse(null);
    } catch (JwtException e) {
      return null; // not ours or no longer good: inactive, whatever the cause
    }
  }

  private static Optional<String> asker() {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn instanceof OAuth2ClientAuthenticationToken client
            && client.getRegisteredClient() != null
        ? Optional.of(client.getRegisteredClient().getClientId())
        : Optional.empty();
  }

  private static OAuth2Authorization authorization(Client client, Jwt jwt) {
    OAuth2AccessToken token =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            jwt.getTokenValue(),
            jwt.getIssuedAt(),
            jwt.getExpiresAt(),
            SystemScopes.split(String.valueOf(jwt.getClaimAsString(AccessTokens.SCOPE))));
    return OAuth2Authorization.withRegisteredClient(RegisteredClients.registered(client))
        .principalName(client.id())
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .token(token, m -> m.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
        .build();
  }
}
