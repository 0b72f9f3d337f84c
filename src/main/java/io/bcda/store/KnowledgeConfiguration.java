package io.bcda.store;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known, and since when: the beans that work without HAPI, for commands too. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
@EnableConfigurationProperties(SensitiveSettings.class)
public class KnowledgeConfiguration {

  @Bean
  static DriverErrors driverErrors() {
    return new DriverErrors();
  }

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
  ClaimIndexStore claimIndexStore(JdbcTemplate db, Database database, KnowledgeSql knowledge) {
    return new ClaimIndexStore(db, database, knowledge);
  }

  @Bean
  MbiChanges mbiChanges(JdbcTemplate db, KnowledgeSql knowledge) {
    return new MbiChanges(db, knowledge);
  }

  @Bean
  Identity identity(JdbcTemplate db, KnowledgeSql knowledge, MbiChanges changes) {
    return new Identity(db, knowledge, changes);
  }

  @Bean
  Tombstones tombstones(JdbcTemplate db) {
    return new Tombstones(db);
  }

  @Bean
  SensitiveCodes sensitiveCodes(SensitiveSettings settings) {
    return SensitiveCodesFile.of(settings);
  }

  @Bean
  SensitiveMarks sensitiveMarks(JdbcTemplate db, SensitiveCodes codes) {
    return new SensitiveMarks(db, codes);
  }

  @Bean
  SensitiveRemark sensitiveRemark(
      ResourceCursor cursor,
      ClaimIndexStore index,
      SensitiveMarks marks,
      Watermark watermark,
      PlatformTransactionManager transactions) {
    return new SensitiveRemark(
        cursor, index, marks, watermark, new TransactionTemplate(transactions));
  }

  @Bean
  ResourceCursor resourceCursor(DataSource dataSource) {
    return new ResourceCursor(dataSource);
  }

  @Bean
  @DependsOnDatabaseInitialization
  SearchUpkeepStore searchUpkeepStore(JdbcTemplate db) {
    return new SearchUpkeepStore(db);
  }

  @Bean
  ClaimIndexRebuild.Parts claimIndexRebuildParts(
      Eras eras,
      ClaimIndexStore index,
      Identity identity,
      ResourceCursor cursor,
      SensitiveMarks marks) {
    return new ClaimIndexRebuild.Parts(eras, index, identity, cursor, marks);
  }

  @Bean
  ClaimIndexRebuild claimIndexRebuild(
      NamedParameterJdbcTemplate db,
      PlatformTransactionManager transactions,
      Database database,
      ClaimIndexRebuild.Parts parts) {
    return new ClaimIndexRebuild(db, new TransactionTemplate(transactions), database, parts);
  }
}
