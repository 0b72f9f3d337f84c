package io.bcda.web;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server listens.
 *
 * @param trustedProxies addresses or networks (CIDR) of the proxies before this server, whose
 *     {@code X-Forwarded-For} and {@code X-Forwarded-Proto} count; of anybody else they are ignored
 * @param headerTimeout the longest that a client may take over the head of a request, from its
 *     first bytes, one second to five minutes
 */
@ConfigurationProperties("bcda")
record WebSettings(
    @DefaultValue List<String> trustedProxies, @DefaultValue("20s") Duration headerTimeout) {

  WebSettings {
    trustedProxies = trustedProxies.stream().filter(p -> !p.isBlank()).toList();
    if (headerTimeout.toMillis() < 1000 || headerTimeout.toMinutes() > 5) {
      throw new IllegalArgumentException("bcda.header-timeout must be 1s to 5m");
    }
  }
}
