package io.bcda.auth;

import com.nimbusds.jwt.SignedJWT;
import io.bcda.harness.TestServer;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Tokens that the server would not give out, signed with its own key. */
public final class TokensForTests {
  private static final List<String> INSTANTS = List.of("iat", "nbf", "exp");

  private TokensForTests() {}

  /** A token like another, with other claims; null takes a claim away. */
  public static String like(TestServer server, String token, Map<String, Object> claims) {
    try {
      SignedJWT good = SignedJWT.parse(token);
      LoadedKeys.Signer signer = server.bean(SigningKeys.class).signer();
      JwsHeader header =
          JwsHeader.with(SignatureAlgorithm.RS384)
              .keyId(signer.kid())
              .type(AccessTokens.TYPE)
              .build();
      JwtClaimsSet.Builder other = JwtClaimsSet.builder();
      Map<String, Object> same = good.getJWTClaimsSet().getClaims();
      other.claims(all -> all.putAll(same));
      other.claims(all -> INSTANTS.forEach(n -> all.computeIfPresent(n, (k, v) -> instant(v))));
      claims.forEach((name, value) -> other.claims(all -> put(all, name, value)));
      return signer
          .encoder()
          .encode(JwtEncoderParameters.from(header, other.build()))
          .getTokenValue();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
    if (value == null) {
      claims.remove(name);
    } else if (value instanceof Date date) {
      claims.put(name, date.toInstant());
      claims.put("iat", date.toInstant().minusSeconds(60)); // none is issued after its end
      claims.put("nbf", date.toInstant().minusSeconds(60));
    } else {
      claims.put(name, value);
    }
  }

  private static Instant instant(Object value) {
    return ((Date) value).toInstant();
  }
}
