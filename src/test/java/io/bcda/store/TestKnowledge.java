package io.bcda.store;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

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

  public static ResourceCursor cursor(DataSource dataSource) {
    return new ResourceCursor(dataSource);
  }
}
