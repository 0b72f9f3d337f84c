package io.bcda.auth;

import static io.bcda.auth.ClientAssertionRefused.demand;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Whether an assertion is signed with a key of its client: one of the two algorithms of SMART App
 * Launch 2.2, and the one key that the header names. Keys that an assertion brings along count for
 * nothing.
 */
@Component
class ClientAssertionSignature {
  private static final Map<JWSAlgorithm, KeyType> KEYS =
      Map.of(JWSAlgorithm.RS384, KeyType.RSA, JWSAlgorithm.ES384, KeyType.EC);

  /** Of the header: a key, or what must be understood and is not. */
  private static final Set<String> UNWANTED = Set.of("jwk", "x5u", "x5c", "crit");

  private final ClientKeyStore keys;
  private final JwksUrlKeys urlKeys;

  ClientAssertionSignature(ClientKeyStore keys, JwksUrlKeys urlKeys) {
    this.keys = keys;
    this.urlKeys = urlKeys;
  }

  /**
   * @throws ClientAssertionRefused at the first thing that is not as it should be
   */
  void check(SignedJWT assertion, String clientId) {
    JWSHeader header = assertion.getHeader();
    demand(KEYS.containsKey(header.getAlgorithm()), "alg");
    demand(header.getType() == null || JOSEObjectType.JWT.equals(header.getType()), "typ");
    demand(Collections.disjoint(header.getIncludedParams(), UNWANTED), "key in the header");
    demand(header.getKeyID() != null, "no kid");
    Optional<String> url = keys.url(clientId);
    boolean foreign =
        header.getJWKURL() != null && !url.equals(Optional.of(header.getJWKURL().toString()));
    demand(!foreign, "jku");
    JWK key = only(url.map(u -> at(u, header)).orElseGet(() -> keys.byValue(clientId)), header);
    demand(isSigned(assertion, key), "signature");
  }

  private List<JWK> at(String url, JWSHeader header) {
    try {
      return urlKeys.at(url, header.getKeyID());
    } catch (JwksUnavailable e) {
      throw new ClientAssertionRefused("keys not fetched");
    }
  }

  /** SMART: if there is not exactly one key of this kid and type, the assertion is refused. */
  private static JWK only(List<JWK> all, JWSHeader header) {
    List<JWK> fitting =
        all.stream()
            .filter(k -> header.getKeyID().equals(k.getKeyID()))
            .filter(k -> k.getKeyType().equals(KEYS.get(header.getAlgorithm())))
            .toList();
    demand(fitting.size() == 1, fitting.isEmpty() ? "unknown kid" : "several keys of this kid");
    return fitting.get(0);
  }

  private static boolean isSigned(SignedJWT assertion, JWK key) {
    try {
      JWSVerifier verifier =
          key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier((ECKey) key);
      return assertion.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
