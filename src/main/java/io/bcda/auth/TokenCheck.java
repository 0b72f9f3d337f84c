package io.bcda.auth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.bcda.settings.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Whether an access token is ours and still good: signature, type, issuer, audience, time; then
 * that nobody revoked it and that its client is active. Everything is checked here, without a call
 * to anybody else.
 */
@Component
class TokenCheck implements JwtDecoder {
  /** How far the clocks of two nodes may lie apart. */
  static final Duration SKEW = Duration.ofSeconds(10);

  private final NimbusJwtDecoder decoder;
  private final PublicUrl publicUrl;
  private final ClientRows clients;

  TokenCheck(SigningKeys keys, PublicUrl publicUrl, ClientRows clients, Clock clock) {
    this.decoder = decoder(keys, publicUrl, clock);
    this.publicUrl = publicUrl;
    this.clients = clients;
  }

  /**
   * @throws JwtException if signature, type, issuer, audience or time are wrong
   */
  @Override
  public Jwt decode(String token) {
    return decoder.decode(token);
  }

  /** The client whom a decoded token lets in; empty if it no longer does. */
  Optional<Client> bearer(Jwt token) {
    String jti = token.getId();
    String clientId = token.getClaimAsString(AccessTokens.CLIENT);
    if (jti == null || clientId == null) {
      return Optional.empty();
    }
    return clients
        .findByToken(clientId, jti)
        .filter(Client::isActive)
        .filter(c -> c.honours(token.getIssuedAt()))
        .filter(c -> isFor(token.getAudience(), c.kind()))
        .filter(c -> c.aco().equals(Optional.ofNullable(token.getClaimAsString(AccessTokens.ACO))));
  }

  private boolean isFor(@Nullable List<String> audience, Client.Kind kind) {
    return audience != null && audience.contains(AccessTokens.audience(publicUrl, kind));
  }

  private static NimbusJwtDecoder decoder(SigningKeys keys, PublicUrl publicUrl, Clock clock) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(AccessTokens.TYPE)));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS384, keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // checked below, by our clock
    var decoder = new NimbusJwtDecoder(processor);
    var times = new JwtTimestampValidator(SKEW);
    times.setClock(clock);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<Jwt>(
            times,
            new JwtClaimValidator<Object>(
                "exp", exp -> exp != null), // the timestamp check lets a missing one pass
            new JwtClaimValidator<Object>("iss", iss -> publicUrl.base().equals(text(iss))),
            new JwtClaimValidator<List<String>>("aud", aud -> isOurs(aud, publicUrl))));
    return decoder;
  }

  /** Whose audience it is must fit the client, too: {@link #bearer}. */
  private static boolean isOurs(@Nullable List<String> audience, PublicUrl publicUrl) {
    return audience != null
        && Arrays.stream(Client.Kind.values())
            .map(kind -> AccessTokens.audience(publicUrl, kind))
            .anyMatch(audience::contains);
  }

  private static String text(Object claim) {
    return String.valueOf(claim);
  }
}
