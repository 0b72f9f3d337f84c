package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** An external issuer that is described by environment variables alone. */
class IssuerSettingsTest {

  @Test
  void givenEnvironmentVariables_whenRead_thenTheyDescribeTheIssuer() {
    List<TrustedIssuer> issuers =
        read(
            Map.of(
                "BCDA_AUTH_ISSUERS_KC_ISSUER", "https://keycloak.example.org/realms/acos",
                "BCDA_AUTH_ISSUERS_KC_AUDIENCE", "bcda",
                "BCDA_AUTH_ISSUERS_KC_JWKS_URI", "https://keycloak.example.org/keys",
                "BCDA_AUTH_ISSUERS_KC_ALGORITHMS", "RS256,ES256",
                "BCDA_AUTH_ISSUERS_KC_ACO_CLAIM", "organization.aco",
                "BCDA_AUTH_ISSUERS_KC_SCOPE_CLAIM", "roles",
                "BCDA_AUTH_ISSUERS_KC_SCOPEMAP_CLAIMSREADER", "system/Patient.rs",
                "BCDA_AUTH_ISSUERS_KC_ALLOW_CLIENTS", "one,two",
                "BCDA_AUTH_ISSUERS_KC_MAX_LIFE", "2h"));

    assertThat(issuers).hasSize(1);
    TrustedIssuer issuer = issuers.get(0);
    assertThat(issuer.alias()).isEqualTo("kc");
    assertThat(issuer.jwksUri()).hasValueSatisfying(u -> assertThat(u).hasPath("/keys"));
    assertThat(issuer.algorithms()).hasSize(2);
    assertThat(issuer.allowClients()).containsExactlyInAnyOrder("one", "two");
    assertThat(issuer.maxLife()).isEqualTo(Duration.ofHours(2));
    Map<String, Object> claims =
        Map.of("organization", Map.of("aco", "A9990"), "roles", List.of("claimsreader"));
    assertThat(issuer.claims().aco(claims)).contains("A9990");
    assertThat(issuer.claims().scopes(claims)).containsExactly("system/Patient.rs");
  }

  @Test
  void givenNothing_whenRead_thenNoIssuer() {
    assertThat(read(Map.of())).isEmpty();
  }

  private static List<TrustedIssuer> read(Map<String, Object> variables) {
    String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(name, new SystemEnvironmentPropertySource(name, variables));
    ConfigurationPropertySources.attach(environment);
    return ExternalIssuersConfiguration.read(environment);
  }
}
