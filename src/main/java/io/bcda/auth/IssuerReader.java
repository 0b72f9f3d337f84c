package io.bcda.auth;

import com.nimbusds.jose.JWSAlgorithm;
import io.bcda.settings.UnusableSetting;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what is written of an issuer into one that can be trusted, or stops the start. */
final class IssuerReader {
  private static final Set<JWSAlgorithm> ASYMMETRIC =
      Stream.of(JWSAlgorithm.Family.RSA, JWSAlgorithm.Family.EC)
          .flatMap(Set::stream)
          .filter(a -> !a.equals(JWSAlgorithm.ES256K))
          .collect(Collectors.toUnmodifiableSet());

  private IssuerReader() {}

  /**
   * @throws UnusableSetting if it contradicts itself, lacks something, or would let too much in
   */
  static TrustedIssuer read(String alias, IssuerSettings settings) {
    String key = "bcda.auth.issuers." + alias;
    demand(alias.matches("[a-z0-9][a-z0-9-]{0,19}"), key, "has no name of up to 20 of a-z, 0-9, -");
    demand(isSafe(settings.issuer()), key + ".issuer", "is no https address");
    demand(
        settings.jwksUri() == null || isSafe(settings.jwksUri()),
        key + ".jwks-uri",
        "is no https address");
    demand(!settings.audience().isBlank(), key + ".audience", "is missing");
    demand(!settings.acoClaim().isBlank(), key + ".aco-claim", "is missing");
    Duration life = settings.maxLife();
    demand(
        life.compareTo(Duration.ofMinutes(1)) >= 0
            && life.compareTo(AuthSettings.LONGEST_TOKEN) <= 0,
        key + ".max-life",
        "is not one minute to 24 hours");
    settings.scopeMap().forEach((word, scopes) -> meaning(key, word, scopes));
    return new TrustedIssuer(
        alias,
        settings.issuer(),
        Optional.ofNullable(settings.jwksUri()).map(URI::create),
        settings.audience(),
        algorithms(key, settings.algorithms()),
        new IssuerClaims(settings),
        Set.copyOf(settings.allowClients()),
        life);
  }

  /** Loopback is for trials; everything else must be safe from eavesdroppers. */
  static boolean isSafe(String address) {
    try {
      URI uri = URI.create(address);
      boolean loopback =
          "http".equals(uri.getScheme())
              && Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
      return (loopback || "https".equals(uri.getScheme()) && uri.getHost() != null)
          && uri.getUserInfo() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<JWSAlgorithm> algorithms(String key, Set<String> names) {
    Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
    names.forEach(name -> algorithms.add(new JWSAlgorithm(name)));
    demand(
        !algorithms.isEmpty() && ASYMMETRIC.containsAll(algorithms),
        key + ".algorithms",
        "holds others than RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512");
    return algorithms;
  }

  private static void meaning(String key, String word, String scopes) {
    Set<String> all = SystemScopes.split(scopes);
    demand(
        !all.isEmpty()
            && all.stream()
                .noneMatch(s -> SystemScopes.grant(Set.of(s), SystemScopes.DEFAULT).isEmpty()),
        key + ".scope-map",
        "maps " + word + " to a scope that an ACO's client cannot have");
  }

  private static void demand(boolean good, String key, String fault) {
    if (!good) {
      throw new UnusableSetting(
          key + " " + fault + ".", "See docs/external-issuers.md for what each setting is.");
    }
  }
}
