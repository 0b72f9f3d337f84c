package io.bcda.store;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of this room that HAPI does not bring. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
class StoreConfiguration {

  @Bean
  KnowledgeSql knowledgeSql(Database database) {
    return switch (database) {
      case POSTGRESQL -> new TransactionKnowledge();
      case H2 -> new EpochKnowledge();
    };
  }

  @Bean(initMethod = "open")
  @DependsOnDatabaseInitialization
  Eras eras(
      JdbcTemplate db,
      PlatformTransactionManager transactions,
      Database database,
      KnowledgeSql knowledge) {
    return new Eras(db, new TransactionTemplate(transactions), database, knowledge);
  }

  @Bean
  Watermark watermark(JdbcTemplate db, Database database, KnowledgeSql knowledge, Eras eras) {
    return new Watermark(db, database, knowledge, eras);
  }

  @Bean
  ClaimIndexStore claimIndexStore(JdbcTemplate db, KnowledgeSql knowledge) {
    return new ClaimIndexStore(db, knowledge);
  }

  @Bean
  Identity identity(JdbcTemplate db, KnowledgeSql knowledge) {
    return new Identity(db, knowledge);
  }

  @Bean
  ClaimIndex claimIndex(
      ClaimIndexStore store, Identity identity, IInterceptorService interceptors) {
    return new ClaimIndex(store, identity, interceptors);
  }
}
