package io.bcda.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Clients of one ACO, each with the same secret and keys, as rows of the server's tables. */
final class AuthClients {
  static final String ACO = "A9990";
  private static final String AUDIENCE = "http://localhost:8080/auth/token";
  private static final String SCOPE = "system/*.rs";
  private static final String SECRET = "bench-" + UUID.randomUUID();
  private final RSAKey rsa;
  private final ECKey ec;
  private final String url;
  private final int count;

  /**
   * Makes them.
   *
   * @param url of the server
   */
  AuthClients(JdbcTemplate db, String url, int count) throws JOSEException {
    this.url = url;
    this.count = count;
    this.rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    this.ec = new ECKeyGenerator(Curve.P_384).keyID("ec").generate();
    Timestamp now = Timestamp.from(Clock.systemUTC().instant().minusSeconds(60));
    db.update(
        "INSERT INTO aco(cms_id, name, model, status, created_at)"
            + " VALUES (?, 'Bench', 'SSP', 'ACTIVE', ?)",
        ACO,
        now);
    for (int i = 0; i < count; i++) {
      db.update(
          "INSERT INTO auth_client(client_id, aco, name, scopes, status, created_at)"
              + " VALUES (?, ?, 'bench', ?, 'ACTIVE', ?)",
          id(i),
          ACO,
          "system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs",
          now);
      db.update(
          "INSERT INTO auth_client_secret(client_id, sha256, created_at) VALUES (?, ?, ?)",
          id(i),
          sha256(),
          now);
      for (JWK key : new JWK[] {rsa, ec}) {
        db.update(
            "INSERT INTO auth_client_key(client_id, kid, kty, jwk, added_at) VALUES (?,?,?,?,?)",
            id(i),
            key.getKeyID(),
            key.getKeyType().getValue(),
            key.toPublicJWK().toJSONString(),
            now);
      }
    }
  }

  private static String id(int number) {
    return "bench-%04d".formatted(number);
  }

  private static String sha256() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The value of the header with a client's secret. */
  String basic(int number) {
    String pair = id(number % count) + ":" + SECRET;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for a token with a secret, as BCDA's clients do. */
  HttpRequest bySecret(int number) {
    return HttpRequest.newBuilder(URI.create(url + "/auth/token"))
        .header("Authorization", basic(number))
        .POST(BodyPublishers.noBody())
        .build();
  }

  /** Asks for a token with an assertion, signed here and now. */
  HttpRequest byAssertion(JWSAlgorithm algorithm, int number) {
    String form =
        "grant_type=client_credentials&scope="
            + URLEncoder.encode(SCOPE, StandardCharsets.UTF_8)
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&client_assertion="
            + assertion(algorithm, id(number % count));
    return HttpRequest.newBuilder(URI.create(url + "/auth/token"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form))
        .build();
  }

  private String assertion(JWSAlgorithm algorithm, String client) {
    boolean isRsa = algorithm.equals(JWSAlgorithm.RS384);
    Instant expiry = Clock.systemUTC().instant().plus(Duration.ofSeconds(295));
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(AUDIENCE)
            .expirationTime(Date.from(expiry))
            .jwtID(UUID.randomUUID().toString())
            .build();
    JWSHeader header =
        new JWSHeader.Builder(algorithm)
            .type(JOSEObjectType.JWT)
            .keyID(isRsa ? "rsa" : "ec")
            .build();
    try {
      JWSSigner signer = isRsa ? new RSASSASigner(rsa) : new ECDSASigner(ec);
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
