package io.bcda.auth;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization server, other than ours, whose tokens are accepted.
 *
 * @param alias its short name here
 * @param issuer the {@code iss} of its tokens, to the letter
 * @param jwksUri where its keys are; empty if its OpenID configuration tells
 * @param allowClients empty for all
 */
record TrustedIssuer(
    String alias,
    String issuer,
    Optional<URI> jwksUri,
    String audience,
    Set<JWSAlgorithm> algorithms,
    IssuerClaims claims,
    Set<String> allowClients,
    Duration maxLife) {

  TrustedIssuer {
    algorithms = Set.copyOf(algorithms);
    allowClients = Set.copyOf(allowClients);
  }

  /** Where its OpenID configuration is (OpenID Connect Discovery 1.0 section 4). */
  URI configuration() {
    return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
  }
}
