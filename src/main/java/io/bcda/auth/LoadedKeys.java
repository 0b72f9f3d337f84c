package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * The signing keys as they were when they were last read.
 *
 * @param opened by kid, each with the text from which it was opened
 * @param published those that verify, without private parts
 * @param signer the one that signs; empty before the first reading
 */
record LoadedKeys(
    Map<String, Opened> opened, JWKSet published, Optional<Signer> signer, Instant at) {

  /** Before the first reading. */
  static final LoadedKeys NONE =
      new LoadedKeys(Map.of(), new JWKSet(), Optional.empty(), Instant.MIN);

  static LoadedKeys of(Map<String, Opened> opened, Optional<JWK> active, Instant at) {
    List<JWK> all = opened.values().stream().map(Opened::key).toList();
    return new LoadedKeys(opened, new JWKSet(all).toPublicJWKSet(), active.map(Signer::of), at);
  }

  /** The same, looked at later. */
  LoadedKeys at(Instant later) {
    return new LoadedKeys(opened, published, signer, later);
  }

  /** Whether they were read within a time. */
  boolean isFresh(Instant now, Duration within) {
    return signer.isPresent() && !at.isAfter(now) && at.plus(within).isAfter(now);
  }

  /** A key and the sealed text that it came from. */
  record Opened(String sealed, JWK key) {}

  /** Signs with one key. What is asked of it once stays so, whatever becomes of the key. */
  record Signer(String kid, NimbusJwtEncoder encoder) {
    static Signer of(JWK key) {
      return new Signer(
          key.getKeyID(), new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key))));
    }
  }
}
