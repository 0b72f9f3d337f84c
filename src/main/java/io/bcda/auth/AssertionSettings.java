package io.bcda.auth;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Clients that sign in by a signed assertion (SMART Backend Services).
 *
 * @param assertionTokenLife how long an access token is good for that was given for an assertion
 * @param assertionSkew how far the clock of a client may lie from ours
 * @param jwksPorts the ports that a client's JWKS URL may name
 * @param jwksOnLoopback whether a JWKS URL may lead to this machine, without TLS and on any port;
 *     for trials and tests: outside the sandbox it stops the start
 */
@ConfigurationProperties("bcda.auth")
record AssertionSettings(
    @DefaultValue("5m") Duration assertionTokenLife,
    @DefaultValue("10s") Duration assertionSkew,
    @DefaultValue("443") Set<Integer> jwksPorts,
    @DefaultValue("false") boolean jwksOnLoopback) {

  AssertionSettings {
    if (assertionTokenLife.compareTo(Duration.ofMinutes(1)) < 0
        || assertionTokenLife.compareTo(Duration.ofHours(24)) > 0) {
      throw new IllegalArgumentException("bcda.auth.assertion-token-life is 1 minute to 24 hours");
    }
    if (assertionSkew.isNegative() || assertionSkew.compareTo(Duration.ofMinutes(2)) > 0) {
      throw new IllegalArgumentException("bcda.auth.assertion-skew is at most two minutes");
    }
    if (jwksPorts.stream().anyMatch(p -> p < 1 || p > 65535)) {
      throw new IllegalArgumentException("bcda.auth.jwks-ports are numbers of 1 to 65535");
    }
    jwksPorts = Set.copyOf(jwksPorts);
  }
}
