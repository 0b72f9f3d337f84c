package io.bcda.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the trail is kept.
 *
 * @param keep how old an event may become, at least 90 days. Six years are what 45 CFR
 *     164.316(b)(2)(i) asks for of documentation
 */
@ConfigurationProperties("bcda.audit")
record AuditSettings(@DefaultValue("2190d") Duration keep) {
  static final Duration SHORTEST = Duration.ofDays(90);

  AuditSettings {
    if (keep.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("bcda.audit.keep must be at least 90d");
    }
  }
}
