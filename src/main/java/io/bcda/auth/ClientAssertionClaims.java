package io.bcda.auth;

import static io.bcda.auth.ClientAssertionRefused.demand;

import io.bcda.settings.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What an assertion must say (SMART App Launch 2.2, client-confidential-asymmetric; RFC 7523
 * section 3): of whom, for whom, when, and what makes it unlike any other. {@code iat} may be
 * missing, and is not looked at.
 */
@Component
class ClientAssertionClaims {
  /** SMART: no more than five minutes in the future. */
  private static final Duration FURTHEST = Duration.ofMinutes(5);

  private static final int LONGEST_JTI = 255;
  private final PublicUrl publicUrl;
  private final AssertionSettings settings;
  private final Clock clock;

  ClientAssertionClaims(PublicUrl publicUrl, AssertionSettings settings, Clock clock) {
    this.publicUrl = publicUrl;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @throws ClientAssertionRefused at the first claim that is not as it should be
   */
  Once check(Map<String, Object> claims, String clientId) {
    demand(clientId.equals(claims.get("iss")), "iss");
    demand(clientId.equals(claims.get("sub")), "sub");
    String here = publicUrl.resolve(TokenRequestGate.TOKEN_PATH);
    Object audience = claims.get("aud");
    demand(here.equals(audience) || List.of(here).equals(audience), "aud");
    double skew = settings.assertionSkew().toMillis() / 1000.0;
    double now = clock.millis() / 1000.0;
    double expiry = seconds(claims.get("exp"), "exp");
    demand(expiry > now - skew, "expired");
    demand(expiry <= now + FURTHEST.toSeconds() + skew, "exp too far ahead");
    if (claims.containsKey("nbf")) {
      demand(seconds(claims.get("nbf"), "nbf") <= now + skew, "not yet valid");
    }
    boolean named =
        claims.get("jti") instanceof String jti && !jti.isBlank() && jti.length() <= LONGEST_JTI;
    demand(named, "jti");
    Instant end = Instant.ofEpochSecond((long) Math.ceil(expiry)).plus(settings.assertionSkew());
    return new Once((String) claims.get("jti"), end);
  }

  /** RFC 7519 section 2, NumericDate. */
  private static double seconds(Object date, String claim) {
    demand(date instanceof Number, claim);
    return ((Number) date).doubleValue();
  }

  /**
   * What may be used once.
   *
   * @param until from then on it has expired anyway
   */
  record Once(String jti, Instant until) {}
}
