package io.bcda.store;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * HAPI's tables by HAPI's migrator, then ours by Flyway with a history of its own. Both take a lock
 * in the database, so that several nodes may start at once. Last, what PostgreSQL should know of
 * the large ones.
 */
@Configuration(proxyBeanMethods = false)
public class StoreSchema {

  @Bean
  Database database(DataSource dataSource) {
    return Database.of(dataSource);
  }

  @Bean
  FlywayConfigurationCustomizer dialect(Database database) {
    return flyway ->
        flyway.placeholders(
            Map.of(
                "xid", database.xidType(),
                "text", database.textType()));
  }

  @Bean
  FlywayMigrationStrategy migration(DataSource dataSource, Database database) {
    return flyway -> {
      migrateHapi(dataSource, database);
      flyway.migrate();
      new StorageSettings(dataSource, database).apply();
    };
  }

  private static void migrateHapi(DataSource dataSource, Database database) {
    DriverTypeEnum driver =
        database == Database.POSTGRESQL ? DriverTypeEnum.POSTGRES_9_4 : DriverTypeEnum.H2_EMBEDDED;
    HapiMigrator migrator =
        new HapiMigrator(SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME, dataSource, driver);
    migrator.createMigrationTableIfRequired();
    migrator.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
    migrator.migrate();
  }
}
