package io.bcda.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bcda.harness.TestServer;
import java.text.ParseException;
import java.util.Map;

/** Tokens that the server would not give out, signed with its own key. */
public final class TokensForTests {
  private TokensForTests() {}

  /** A token like another, with other claims; null takes a claim away. */
  public static String like(TestServer server, String token, Map<String, Object> claims) {
    try {
      SignedJWT good = SignedJWT.parse(token);
      JWTClaimsSet.Builder other = new JWTClaimsSet.Builder(good.getJWTClaimsSet());
      claims.forEach(other::claim);
      SignedJWT jwt = new SignedJWT(good.getHeader(), other.build());
      var all = new JWKSelector(new JWKMatcher.Builder().build());
      jwt.sign(new RSASSASigner((RSAKey) server.bean(SigningKeys.class).get(all, null).get(0)));
      return jwt.serialize();
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
