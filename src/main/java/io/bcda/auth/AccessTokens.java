package io.bcda.auth;

import io.bcda.settings.PublicUrl;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;

/**
 * Writes access tokens: signed JWTs with the claims of RFC 9068 section 2.2, and the ACO, if there
 * is one. Issuer and audience come from the public address, never from a request.
 */
@Component
class AccessTokens implements OAuth2TokenGenerator<Jwt> {
  static final String TYPE = "at+jwt";
  static final String ACO = "aco";
  static final String CLIENT = "client_id";
  static final String SCOPE = "scope";
  private final SigningKeys keys;
  private final PublicUrl publicUrl;
  private final TokenLives lives;
  private final Clock clock;

  AccessTokens(SigningKeys keys, PublicUrl publicUrl, TokenLives lives, Clock clock) {
    this.keys = keys;
    this.publicUrl = publicUrl;
    this.lives = lives;
    this.clock = clock;
  }

  /** The audience of the tokens of a kind of client: what opens one door does not open another. */
  static String audience(PublicUrl publicUrl, Client.Kind kind) {
    return publicUrl.resolve(kind == Client.Kind.OPERATOR ? "/admin" : "/api");
  }

  @Override
  public @Nullable Jwt generate(OAuth2TokenContext context) {
    if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      return null;
    }
    RegisteredClient client = context.getRegisteredClient();
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .id(UUID.randomUUID().toString())
            .issuer(publicUrl.base())
            .subject(client.getClientId())
            .audience(List.of(audience(publicUrl, RegisteredClients.kind(client))))
            .issuedAt(RegisteredClients.issuedAt(client, now))
            .notBefore(now)
            .expiresAt(now.plus(lives.of(context.getPrincipal())))
            .claim(CLIENT, client.getClientId())
            .claim(SCOPE, SystemScopes.join(context.getAuthorizedScopes()));
    RegisteredClients.aco(client).ifPresent(aco -> claims.claim(ACO, aco));
    LoadedKeys.Signer signer = keys.signer();
    JwsHeader header =
        JwsHeader.with(SignatureAlgorithm.RS384).keyId(signer.kid()).type(TYPE).build();
    return signer.encoder().encode(JwtEncoderParameters.from(header, claims.build()));
  }
}
