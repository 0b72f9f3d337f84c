package io.bcda.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the access tokens of one external issuer, with its keys and nobody else's. Thread-safe.
 */
final class ExternalIssuer {
  /** How far its clock and ours may lie apart. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final TrustedIssuer trusted;
  private final DefaultJWTProcessor<SecurityContext> signature = new DefaultJWTProcessor<>();
  private final Clock clock;

  ExternalIssuer(TrustedIssuer trusted, IssuerKeys keys, Clock clock) {
    this.trusted = trusted;
    this.clock = clock;
    // RFC 9068 section 2.1; most issuers write JWT or nothing. Not a logout token or the like.
    signature.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    signature.setJWSKeySelector(new JWSVerificationKeySelector<>(trusted.algorithms(), keys));
    signature.setJWTClaimsSetVerifier((claims, context) -> {}); // checked here, by our clock
  }

  /**
   * Whom a token speaks for; empty if it is not good. What costs nothing is looked at first: a
   * token that cannot be good makes nobody fetch keys.
   *
   * @throws KeysNotReached if the issuer's keys cannot be had
   */
  Optional<Bearer> check(SignedJWT token, JWTClaimsSet claims) {
    if (!isForUs(claims) || !isInTime(claims) || !isPlain(claims) || !isSigned(token)) {
      return Optional.empty();
    }
    Optional<String> client = trusted.claims().client(claims.getClaims());
    Optional<String> aco = trusted.claims().aco(claims.getClaims());
    boolean allowed =
        trusted.allowClients().isEmpty()
            || client.filter(trusted.allowClients()::contains).isPresent();
    return client.isEmpty() || aco.isEmpty() || !allowed
        ? Optional.empty()
        : Optional.of(
            new Bearer(
                SignedInAco.of(
                    aco.get(),
                    trusted.alias() + ":" + client.get(),
                    trusted.claims().scopes(claims.getClaims())),
                Optional.ofNullable(claims.getJWTID())));
  }

  private boolean isForUs(JWTClaimsSet claims) {
    return trusted.issuer().equals(claims.getIssuer())
        && claims.getAudience().contains(trusted.audience());
  }

  private boolean isInTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant end = instant(claims.getExpirationTime());
    Instant begin = instant(claims.getNotBeforeTime());
    Instant issued = instant(claims.getIssueTime());
    Instant latest = now.plus(SKEW);
    return end != null
        && end.plus(SKEW).isAfter(now)
        && !end.isAfter(latest.plus(trusted.maxLife()))
        && (begin == null || !begin.isAfter(latest))
        && (issued == null
            || !issued.isAfter(latest) && !end.isAfter(issued.plus(trusted.maxLife())));
  }

  /**
   * No token of another kind, as Keycloak marks them, and none that is bound to a key of its client
   * (RFC 7800): whoever stole it could use it here.
   */
  private static boolean isPlain(JWTClaimsSet claims) {
    Object kind = claims.getClaim("typ");
    return (kind == null || "Bearer".equals(kind)) && claims.getClaim("cnf") == null;
  }

  private boolean isSigned(SignedJWT token) {
    try {
      signature.process(token, null);
      return true;
    } catch (BadJOSEException | JOSEException e) {
      return false;
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  /**
   * @param jti empty if the token has none
   */
  record Bearer(SignedInAco who, Optional<String> jti) {}
}
