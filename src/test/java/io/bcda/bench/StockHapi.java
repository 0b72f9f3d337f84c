package io.bcda.bench;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binary.svc.NullBinaryStorageSvcImpl;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * HAPI's JPA server, R4, as it comes: its own jobs, its own schedule, its own {@code $export}, on a
 * database that our server has filled. Nothing of ours is in it, and nobody has to sign in.
 *
 * <p>Without a stereotype: our server, started by a test, finds all of those below {@code io.bcda}
 * and would make these beans its own.
 */
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  ThreadPoolFactoryConfig.class,
  SubscriptionChannelConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class
})
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  ServletWebServerFactoryAutoConfiguration.class
})
class StockHapi {
  /** Path of the FHIR endpoint. */
  static final String BASE = "/fhir";

  public static void main(String[] args) {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC")); // as the server that wrote the times
    SpringApplication application = new SpringApplication(StockHapi.class);
    application.setAllowCircularReferences(true); // HAPI's beans need it
    application.setDefaultProperties(
        Map.of(
            "spring.config.name", "stock-hapi", // never our server's
            "spring.main.banner-mode", "off",
            "spring.datasource.hikari.maximum-pool-size", "20",
            "server.address", "127.0.0.1",
            "logging.level.root", "warn"));
    application.run(args);
  }

  /** What the stored rows depend on is as our server has it; all else is HAPI's default. */
  @Bean
  JpaStorageSettings jpaStorageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    settings.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    settings.setIndexMissingFields(StorageSettings.IndexEnabledEnum.DISABLED);
    settings.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.INLINE);
    settings.setStoreMetaSourceInformation(JpaStorageSettings.StoreMetaSourceInformationEnum.NONE);
    settings.setSuppressStringIndexingInTokens(true);
    // It would look for imports each ten seconds, with a class of a library that we leave out.
    settings.setEnableTaskBulkImportJobExecution(false);
    return settings;
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  IBinaryStorageSvc binaryStorage() {
    return new NullBinaryStorageSvcImpl();
  }

  @Bean
  @Primary
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      ConfigurableListableBeanFactory beans,
      FhirContext fhir,
      JpaStorageSettings storage) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
    factory.setJpaPropertyMap(
        Map.of(
            "hibernate.dialect",
            HapiFhirPostgresDialect.class.getName(),
            "hibernate.hbm2ddl.auto",
            "none",
            "hibernate.jdbc.batch_size",
            "50",
            "hibernate.order_inserts",
            "true",
            "hibernate.order_updates",
            "true",
            "hibernate.search.enabled",
            "false",
            "hibernate.archive.scanner",
            "org.hibernate.boot.archive.scan.internal.DisabledScanner",
            "hibernate.physical_naming_strategy",
            "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy"));
    factory.setPersistenceUnitName("HAPI_PU");
    factory.setDataSource(dataSource);
    return factory;
  }

  @Bean
  @Primary
  JpaTransactionManager transactionManager(EntityManagerFactory entities) {
    return new JpaTransactionManager(entities);
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhir(
      FhirContext fhir,
      IInterceptorService interceptors,
      ResourceProviderFactory resources,
      BulkDataExportProvider exports) {
    RestfulServer server = new RestfulServer(fhir);
    server.setInterceptorService(interceptors);
    server.registerProviders(resources.createProviders());
    server.registerProvider(exports);
    return new ServletRegistrationBean<>(server, BASE + "/*");
  }
}
