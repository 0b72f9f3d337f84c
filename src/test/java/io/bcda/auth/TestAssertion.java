package io.bcda.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An assertion as it should be, and whatever a test makes of it. Put together and signed without
 * the library that the server reads it with.
 */
final class TestAssertion {
  static final RSAKey RSA = rsa("rsa-1");
  static final RSAKey OTHER_RSA = rsa("rsa-2");
  static final ECKey EC = ec("ec-1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RS384", "SHA384withRSA",
          "RS256", "SHA256withRSA",
          "ES384", "SHA384withECDSAinP1363Format");
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private JWK key;

  private TestAssertion(String client, JWK key, String tokenUrl) {
    this.key = key;
    header.put("alg", key instanceof RSAKey ? "RS384" : "ES384");
    header.put("typ", "JWT");
    header.put("kid", key.getKeyID());
    claims.put("iss", client);
    claims.put("sub", client);
    claims.put("aud", tokenUrl);
    claims.put("exp", Instant.now().getEpochSecond() + 300);
    claims.put("jti", UUID.randomUUID().toString());
  }

  /** Without iat, as many clients send it. */
  static TestAssertion of(String client, JWK key) {
    return of(client, key, AuthServer.PUBLIC_URL + "/auth/token");
  }

  static TestAssertion of(String client, JWK key, String tokenUrl) {
    return new TestAssertion(client, key, tokenUrl);
  }

  /** Null takes it away. */
  TestAssertion header(String name, Object value) {
    return put(header, name, value);
  }

  /** Null takes it away. */
  TestAssertion claim(String name, Object value) {
    return put(claims, name, value);
  }

  TestAssertion signedWith(JWK other) {
    key = other;
    return this;
  }

  private TestAssertion put(Map<String, Object> map, String name, Object value) {
    if (value == null) {
      map.remove(name);
    } else {
      map.put(name, value);
    }
    return this;
  }

  String jwt() {
    try {
      String signed = base64(json(header)) + "." + base64(json(claims));
      return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] signature(byte[] bytes) throws GeneralSecurityException, JOSEException {
    String alg = String.valueOf(header.get("alg"));
    if (alg.equals("HS384")) { // with the public key, which anybody has, as the secret
      Mac mac = Mac.getInstance("HmacSHA384");
      mac.init(new SecretKeySpec(((RSAKey) key).toRSAPublicKey().getEncoded(), "HmacSHA384"));
      return mac.doFinal(bytes);
    }
    if (!SIGNATURES.containsKey(alg)) {
      return new byte[0];
    }
    PrivateKey secret =
        key instanceof RSAKey rsa ? rsa.toPrivateKey() : ((ECKey) key).toPrivateKey();
    Signature signature = Signature.getInstance(SIGNATURES.get(alg));
    signature.initSign(secret);
    signature.update(bytes);
    return signature.sign();
  }

  /** The two parameters that carry an assertion. */
  static String form(String jwt) {
    return "client_assertion_type="
        + URLEncoder.encode(
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
        + "&client_assertion="
        + jwt;
  }

  /** The public parts, as a JWKS. */
  static String jwks(JWK... keys) {
    return new JWKSet(java.util.List.of(keys)).toString();
  }

  static RSAKey rsa(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static ECKey ec(String kid) {
    try {
      return new ECKeyGenerator(Curve.P_384).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] json(Map<String, Object> map) {
    try {
      return JSON.writeValueAsBytes(map);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
