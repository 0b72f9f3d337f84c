package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binary.svc.NullBinaryStorageSvcImpl;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** HAPI's JPA store, R4, with the settings of design decisions 6 and 12. */
@Configuration(proxyBeanMethods = false)
@Import({JpaR4Config.class, HapiJpaConfig.class, ThreadPoolFactoryConfig.class})
class FhirStore {
  /** The last five: HAPI's own services ask for their DAOs at start. */
  private static final String[] TYPES = {
    "Patient",
    "Coverage",
    "ExplanationOfBenefit",
    "Group",
    "SearchParameter",
    "OperationDefinition",
    "Provenance",
    "Task"
  };

  @Bean
  JpaStorageSettings jpaStorageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    settings.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    settings.setIndexMissingFields(StorageSettings.IndexEnabledEnum.DISABLED);
    settings.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.INLINE);
    settings.setStoreMetaSourceInformation(JpaStorageSettings.StoreMetaSourceInformationEnum.NONE);
    settings.setMatchUrlCacheEnabled(true);
    settings.setMarkResourcesForReindexingUponSearchParameterChange(false);
    settings.setSuppressUpdatesWithNoChange(true);
    settings.setEnableBulkExportJobReuse(false);
    // One search's results are for who made it.
    settings.setReuseCachedSearchResultsForMillis(null);
    settings.setAutoSupportDefaultSearchParams(false);
    // Codes are found by code; rows of their display texts would only serve :text.
    settings.setSuppressStringIndexingInTokens(true);
    // Claims may arrive before their Patient; claim_index mends itself when the Patient comes.
    settings.setEnforceReferentialIntegrityOnWrite(false);
    settings.setEnforceReferentialIntegrityOnDelete(false);
    settings.setAllowMultipleDelete(false);
    settings.setExpungeEnabled(false);
    settings.setDeleteExpungeEnabled(false);
    return settings;
  }

  @Bean
  static BeanPostProcessor servedTypes() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DaoRegistry daos) {
          daos.setSupportedResourceTypes(TYPES);
        }
        return bean;
      }
    };
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
  @DependsOnDatabaseInitialization
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      Database database,
      ConfigurableListableBeanFactory beans,
      FhirContext fhir,
      JpaStorageSettings storage) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
    Class<?> dialect =
        database == Database.POSTGRESQL ? HapiFhirPostgresDialect.class : HapiFhirH2Dialect.class;
    Map<String, Object> jpa = new HashMap<>();
    jpa.put("hibernate.dialect", dialect.getName());
    jpa.put("hibernate.hbm2ddl.auto", "none");
    jpa.put("hibernate.jdbc.batch_size", "50");
    jpa.put("hibernate.order_inserts", "true");
    jpa.put("hibernate.order_updates", "true");
    jpa.put("hibernate.search.enabled", "false");
    jpa.put(
        "hibernate.archive.scanner", "org.hibernate.boot.archive.scan.internal.DisabledScanner");
    jpa.put(
        "hibernate.physical_naming_strategy",
        "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy");
    factory.setJpaPropertyMap(jpa);
    factory.setPersistenceUnitName("HAPI_PU");
    factory.setDataSource(dataSource);
    return factory;
  }

  @Bean
  @Primary
  JpaTransactionManager transactionManager(EntityManagerFactory entities) {
    return new JpaTransactionManager(entities);
  }
}
