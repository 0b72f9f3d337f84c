package io.bcda.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bcda.settings.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * Signs ACOs in by tokens of other authorization servers: {@code bcda.auth.issuers}. The issuer
 * that a token names picks the one set of keys that it is held to; a name that is not configured
 * makes us ask nobody. Thread-safe.
 */
class ExternalIssuers {
  private static final String REFUSED = "The access token is not valid or no longer is";
  private final Map<String, ExternalIssuer> byName = new HashMap<>();
  private final PublicUrl publicUrl;
  private final DeniedTokens denied;
  private final Admission admission;

  ExternalIssuers(
      List<TrustedIssuer> issuers,
      PublicUrl publicUrl,
      DeniedTokens denied,
      Admission admission,
      Clock clock) {
    this.publicUrl = publicUrl;
    this.denied = denied;
    this.admission = admission;
    if (!issuers.isEmpty()) {
      IssuerDocuments documents = new IssuerDocuments();
      for (TrustedIssuer issuer : issuers) {
        IssuerKeys keys = new IssuerKeys(issuer, documents, clock);
        byName.put(issuer.issuer(), new ExternalIssuer(issuer, keys, clock));
      }
    }
  }

  /**
   * Who is signed in by a token of an external issuer; empty if it names none, so that it must be
   * one of ours.
   *
   * @throws InvalidBearerTokenException if it is not good; why is not told
   * @throws KeysNotReached if that cannot be told, because the issuer's keys could not be had
   */
  Optional<SignedInToken> signIn(String text) {
    if (byName.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      JWTClaimsSet claims = token.getJWTClaimsSet();
      String name = claims.getIssuer();
      ExternalIssuer issuer = publicUrl.base().equals(name) ? null : byName.get(name);
      return issuer == null ? Optional.empty() : Optional.of(signedIn(issuer, token, claims));
    } catch (ParseException e) {
      return Optional.empty(); // ours neither, which will be said
    }
  }

  private SignedInToken signedIn(ExternalIssuer issuer, SignedJWT token, JWTClaimsSet claims) {
    ExternalIssuer.Bearer bearer =
        issuer
            .check(token, claims)
            .filter(
                b -> b.jti().filter(j -> denied.contains(mark(claims.getIssuer(), j))).isEmpty())
            .orElseThrow(() -> new InvalidBearerTokenException(REFUSED));
    return new SignedInToken(bearer.who(), admission.of(bearer.who().aco()));
  }

  /** How the list of denied tokens knows one: by issuer and id, in as many letters as it takes. */
  static String mark(String issuer, String jti) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] both = (issuer + "\n" + jti).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha.digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
