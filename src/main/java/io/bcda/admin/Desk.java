package io.bcda.admin;

import io.bcda.aco.AcoConfiguration;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.AcoTerms;
import io.bcda.attribution.Deliveries;
import io.bcda.attribution.DeliveryBeans;
import io.bcda.attribution.DeliveryLog;
import io.bcda.attribution.DeliveryRollback;
import io.bcda.audit.Actor;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientKeyStore;
import io.bcda.auth.ClientStore;
import io.bcda.auth.ClientStoreBeans;
import io.bcda.auth.KeyBeans;
import io.bcda.auth.KeyRotation;
import io.bcda.auth.TokenDenials;
import io.bcda.loading.ClaimsLoadStore;
import io.bcda.settings.RunMode;
import io.bcda.settings.ServerSettings;
import io.bcda.store.ClaimIndexRebuild;
import io.bcda.store.KnowledgeConfiguration;
import io.bcda.store.SearchUpkeepStore;
import io.bcda.store.SensitiveRemark;
import io.bcda.store.StoreSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** What a command works with: the configured database, its schema brought up to date, no server. */
final class Desk implements AutoCloseable {
  private static final List<String> QUIET_AND_SMALL =
      List.of(
          "--logging.threshold.console=off", // failures are told by the command itself
          "--spring.datasource.hikari.maximum-pool-size=3",
          "--spring.datasource.hikari.connection-timeout=10000");
  private final ConfigurableApplicationContext context;

  private Desk(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * @param settings as on the server's command line; they win over files and environment
   */
  static Desk open(List<String> settings, Clock clock) {
    List<String> args = new ArrayList<>(settings);
    for (String own : QUIET_AND_SMALL) { // given twice, values would be joined to a list
      String name = own.substring(0, own.indexOf('=') + 1);
      if (settings.stream().noneMatch(s -> s.startsWith(name))) {
        args.add(own);
      }
    }
    return new Desk(
        new SpringApplicationBuilder(Beans.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .initializers(c -> c.getBeanFactory().registerSingleton("clock", clock))
            .run(args.toArray(String[]::new)));
  }

  AcoRegistry acos() {
    return context.getBean(AcoRegistry.class);
  }

  AcoModels models() {
    return context.getBean(AcoModels.class);
  }

  ClientStore clients() {
    return context.getBean(ClientStore.class);
  }

  ClientChanges clientChanges() {
    return context.getBean(ClientChanges.class);
  }

  ClientKeyStore clientKeys() {
    return context.getBean(ClientKeyStore.class);
  }

  KeyRotation keys() {
    return context.getBean(KeyRotation.class);
  }

  TokenDenials denials() {
    return context.getBean(TokenDenials.class);
  }

  AcoTerms terms() {
    return context.getBean(AcoTerms.class);
  }

  Deliveries deliveries() {
    return context.getBean(Deliveries.class);
  }

  DeliveryLog deliveryLog() {
    return context.getBean(DeliveryLog.class);
  }

  DeliveryRollback rollback() {
    return context.getBean(DeliveryRollback.class);
  }

  ClaimsLoadStore claimsLoads() {
    return context.getBean(ClaimsLoadStore.class);
  }

  ClaimIndexRebuild indexRebuild() {
    return context.getBean(ClaimIndexRebuild.class);
  }

  SensitiveRemark sensitiveRemark() {
    return context.getBean(SensitiveRemark.class);
  }

  ServerSettings settings() {
    return context.getBean(ServerSettings.class);
  }

  SearchUpkeepStore searchUpkeep() {
    return context.getBean(SearchUpkeepStore.class);
  }

  AuditTrail audit() {
    return context.getBean(AuditTrail.class);
  }

  @Override
  public void close() {
    context.close();
  }

  /** Not a component: the server, which finds its own, must not see it. */
  @EnableConfigurationProperties(ServerSettings.class)
  @Import({
    StoreSchema.class,
    KnowledgeConfiguration.class,
    AcoConfiguration.class,
    AcoRegistry.class,
    AuditTrail.class,
    ClaimsLoadStore.class,
    ClientStoreBeans.class,
    DeliveryBeans.class,
    KeyBeans.class
  })
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class
  })
  static class Beans {
    /** In the audit trail, all that a command does is told as a command's. */
    @Bean
    Actor command() {
      return () -> Optional.of("command");
    }

    @Bean
    RunMode runMode(Environment environment) {
      return RunMode.of(environment);
    }
  }
}
