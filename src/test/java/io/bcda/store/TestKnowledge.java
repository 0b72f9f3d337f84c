package io.bcda.store;

import org.springframework.jdbc.core.JdbcTemplate;

/** The store's SQL for tests that need no FHIR store. */
public final class TestKnowledge {
  private TestKnowledge() {}

  public static KnowledgeSql of(Database database) {
    return new KnowledgeConfiguration().knowledgeSql(database);
  }

  public static MbiChanges mbiChanges(JdbcTemplate db, Database database) {
    return new MbiChanges(db, of(database));
  }
}
