package io.bcda.store;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The store's SQL for tests that need no FHIR store. */
public final class TestKnowledge {
  private TestKnowledge() {}

  public static KnowledgeSql of(Database database) {
    return new KnowledgeConfiguration().knowledgeSql(database);
  }

  public static MbiChanges mbiChanges(JdbcTemplate db, Database database) {
    return new MbiChanges(db, of(database));
  }

  /** Issues times; begins the first era of a database that has none. */
  public static Watermark watermark(
      JdbcTemplate db, PlatformTransactionManager transactions, Database database) {
    KnowledgeConfiguration beans = new KnowledgeConfiguration();
    Eras eras = beans.eras(db, transactions, database, of(database));
    eras.open();
    return beans.watermark(db, database, of(database), eras);
  }

  /** Begins a new era, as a restore or a rebuild of the index does. */
  public static void newEra(
      JdbcTemplate db, PlatformTransactionManager transactions, Database database) {
    Eras eras = new KnowledgeConfiguration().eras(db, transactions, database, of(database));
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              eras.latch();
              eras.beginAnew();
            });
  }

  public static ResourceCursor cursor(DataSource dataSource) {
    return new ResourceCursor(dataSource);
  }
}
