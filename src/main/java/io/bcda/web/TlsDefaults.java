package io.bcda.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What holds for TLS unless the configuration says otherwise: versions 1.2 and 1.3, suites with
 * forward secrecy and authenticated encryption (RFC 9325 section 4.2), files read again when they
 * change, and a key that fits its certificate. Spring Boot has a place for such defaults only where
 * a bundle's name is known, and takes any of them as a wish for TLS.
 */
class TlsDefaults implements EnvironmentPostProcessor {
  static final String VERSIONS = "TLSv1.3,TLSv1.2";
  static final String SUITES =
      String.join(
          ",",
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication app) {
    Map<String, Object> defaults = new TreeMap<>();
    for (String server : List.of("server.ssl", "management.server.ssl")) {
      String bundle = environment.getProperty(server + ".bundle");
      if (bundle != null) {
        bundleDefaults(environment, bundle, defaults);
      } else if (hasOwnFiles(environment, server)) {
        defaults.put(server + ".enabled-protocols", VERSIONS);
        defaults.put(server + ".ciphers", SUITES);
      }
    }
    if (!defaults.isEmpty()) {
      environment.getPropertySources().addLast(new MapPropertySource("tls defaults", defaults));
    }
  }

  private static void bundleDefaults(
      ConfigurableEnvironment environment, String name, Map<String, Object> defaults) {
    String pem = "spring.ssl.bundle.pem." + name;
    boolean inPem = isSet(environment.getProperty(pem + ".keystore.certificate"));
    String bundle = inPem ? pem : "spring.ssl.bundle.jks." + name;
    defaults.put(bundle + ".options.enabled-protocols", VERSIONS);
    defaults.put(bundle + ".options.ciphers", SUITES);
    if (inPem) {
      defaults.put(bundle + ".reload-on-update", true);
      defaults.put(bundle + ".keystore.verify-keys", true);
    }
  }

  private static boolean hasOwnFiles(ConfigurableEnvironment environment, String server) {
    return isSet(environment.getProperty(server + ".certificate"))
        || isSet(environment.getProperty(server + ".key-store"));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
