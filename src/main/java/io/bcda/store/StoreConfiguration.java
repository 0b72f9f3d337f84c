package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.cache.IResourceTypeCacheSvc;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractionUtil;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The beans of this room that HAPI's transactions call. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  /** The server looks at the marks when it starts; a command has its own reasons to run. */
  @Bean
  @DependsOnDatabaseInitialization
  InitializingBean sensitiveMarksCheck(SensitiveMarks marks) {
    return marks::check;
  }

  @Bean
  ClaimIndex claimIndex(
      ClaimIndexStore store,
      Identity identity,
      SensitiveCodes sensitive,
      IInterceptorService interceptors) {
    return new ClaimIndex(store, identity, sensitive, interceptors);
  }

  @Bean
  TableWriter.Tables writerTables(
      JdbcTemplate db,
      Database database,
      ClaimIndexStore index,
      Identity identity,
      SensitiveCodes sensitive,
      Clock clock) {
    return new TableWriter.Tables(db, database, index, identity, sensitive, clock);
  }

  @Bean
  IndexValues.Extraction searchExtraction(
      FhirContext fhir,
      JpaStorageSettings settings,
      ISearchParamExtractor extractor,
      IInterceptorService interceptors) {
    return new IndexValues.Extraction(
        new SearchParamExtractionUtil(fhir, settings, extractor, interceptors), extractor);
  }

  @Bean
  JdbcTransactionManager rowTransactions(DataSource dataSource, Database database) {
    return new RowTransactions(dataSource, database);
  }

  @Bean
  TypeIds typeIds(IResourceTypeCacheSvc types) {
    return TypeIds.of(types);
  }

  @Bean
  ResourceWriter resourceWriter(
      FhirContext fhir,
      IndexValues.Extraction extraction,
      TypeIds types,
      TableWriter.Tables tables,
      JdbcTransactionManager transactions) {
    return new TableWriter(fhir, extraction, types, tables, transactions);
  }

  @Bean
  CanonicalReader canonicalReader(
      FhirContext fhir,
      ISearchParamRegistry parameters,
      IndexValues.Extraction extraction,
      SensitiveCodes sensitive) {
    return new CanonicalReader(fhir, parameters, extraction, sensitive);
  }

  @Bean
  SearchUpkeep.Parts searchUpkeepParts(
      SearchUpkeepStore walks, SearchUpkeepRows rows, ResourceCursor cursor, Clock clock) {
    return new SearchUpkeep.Parts(walks, rows, cursor, clock);
  }

  @Bean
  SearchUpkeep searchUpkeep(
      FhirContext fhir,
      IndexValues.Extraction extraction,
      SearchUpkeep.Parts parts,
      PlatformTransactionManager transactions) {
    return new SearchUpkeep(fhir, extraction, parts, transactions);
  }
}
