package io.bcda.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** Makes new signing keys. */
@FunctionalInterface
interface KeyMaker {
  /** A new key for RS384, named by its thumbprint. Takes a second or so. */
  RSAKey make();

  /** Keys with a modulus of this many bits. */
  static KeyMaker rs384(int bits) {
    return () -> {
      try {
        return new RSAKeyGenerator(bits)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS384)
            .keyIDFromThumbprint(true)
            .generate();
      } catch (JOSEException e) {
        throw new IllegalStateException("no RSA key could be made", e);
      }
    };
  }
}
