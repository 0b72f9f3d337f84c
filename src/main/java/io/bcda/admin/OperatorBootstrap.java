package io.bcda.admin;

import io.bcda.auth.FirstOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Lets the first operator in: a start with a bootstrap secret makes one client with it, once. */
@Configuration(proxyBeanMethods = false)
class OperatorBootstrap {
  private static final Logger log = LoggerFactory.getLogger(OperatorBootstrap.class);
  private static final Duration GOOD_FOR = Duration.ofHours(24);

  /** Asks before the database is touched: a start that must fail leaves nothing behind. */
  @Bean
  static BeanFactoryPostProcessor bootstrapSecretIsUsable(Environment environment) {
    String secret = environment.getProperty("bcda.admin.bootstrap-secret");
    return beans -> AdminSettings.check(secret);
  }

  @Bean
  SmartInitializingSingleton letFirstOperatorIn(
      AdminSettings settings, FirstOperator operators, Clock clock) {
    return () -> {
      String secret = settings.bootstrapSecret();
      if (secret != null) {
        letIn(secret, operators, clock.instant().plus(GOOD_FOR));
      }
    };
  }

  private static void letIn(String secret, FirstOperator operators, Instant expiry) {
    if (operators.create(secret, expiry)) {
      log.atWarn()
          .addKeyValue("client", FirstOperator.ID)
          .addKeyValue("until", expiry)
          .log(
              "first operator's client made from bcda.admin.bootstrap-secret: make another client"
                  + " with it, deactivate it, and unset the setting");
    } else {
      log.atWarn()
          .log(
              "bcda.admin.bootstrap-secret is ignored: there is or was an operator's client; unset"
                  + " it");
    }
  }
}
