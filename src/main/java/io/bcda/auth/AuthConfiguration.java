package io.bcda.auth;

import io.bcda.settings.BcdaHome;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;

@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

  /** Asks before the database is touched: a start that must fail leaves nothing behind. */
  @Bean
  static BeanFactoryPostProcessor keyEncryptionKeyIsUsable(Environment environment) {
    String key = environment.getProperty("bcda.auth.key-encryption-key");
    return beans -> KeyEncryptionKey.check(key, RunMode.of(environment));
  }

  /** Nor does one that would let clients look into this machine. */
  @Bean
  static BeanFactoryPostProcessor jwksAreElsewhere(Environment environment) {
    boolean here = environment.getProperty("bcda.auth.jwks-on-loopback", Boolean.class, false);
    return beans -> JwksUrlRules.check(here, RunMode.of(environment));
  }

  @Bean
  JwksUrlFetch jwksUrlFetch(JwksUrlRules rules) {
    return new JwksUrlFetch(
        new JwksUrlAddresses(rules, InetAddress::getAllByName), Duration.ofSeconds(10));
  }

  @Bean
  KeySeal keySeal(AuthSettings settings, RunMode mode, BcdaHome home) {
    return KeyEncryptionKey.seal(settings.keyEncryptionKey(), mode, home);
  }

  @Bean
  KeyMaker keyMaker() {
    return maker();
  }

  /** NIST SP 800-57 part 1: 3072 bits have the strength of a symmetric key of 128. */
  static KeyMaker maker() {
    return KeyMaker.rs384(3072);
  }

  @Bean
  KeyRotation keyRotation(
      SigningKeyStore store, KeySeal seal, KeyMaker maker, KeySettings settings, Clock clock) {
    return new KeyRotation(store, () -> seal, maker, settings, clock);
  }

  /**
   * Without an issuer, because the sandbox may learn its port late. What the authorization server
   * would derive from a request instead is used nowhere: tokens take theirs from the public
   * address, and its own metadata and authorization endpoints are out of reach.
   */
  @Bean
  AuthorizationServerSettings authorizationServerSettings() {
    return AuthorizationServerSettings.builder()
        .tokenEndpoint("/auth/token")
        .tokenRevocationEndpoint("/auth/revoke")
        .tokenIntrospectionEndpoint("/auth/introspect")
        .jwkSetEndpoint("/auth/jwks")
        .build();
  }

  /** {@code bcda_auth_secrets_expiring}, where there are metrics. */
  @Bean
  MeterBinder secretsExpiring(ExpiringSecrets secrets) {
    return registry ->
        Gauge.builder("bcda.auth.secrets.expiring", secrets, ExpiringSecrets::count)
            .description("Secrets that end soon, of clients that have no other")
            .register(registry);
  }

  @Bean
  HttpFirewall firewall(PublicUrl publicUrl) {
    EagerFirewall firewall = new EagerFirewall();
    firewall.setAllowedHostnames(publicUrl::isAcceptedHost);
    // RFC 9110 section 5.5: bytes from 0x80 on are opaque; Spring takes some for control
    // characters.
    firewall.setAllowedHeaderValues(
        value -> value.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7f));
    return firewall;
  }

  @Bean
  RequestRejectedHandler rejectedRequests() {
    return new RejectedRequests();
  }
}
