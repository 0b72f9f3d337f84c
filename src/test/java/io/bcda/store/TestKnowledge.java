package io.bcda.store;

/** The store's SQL for tests that need no FHIR store. */
public final class TestKnowledge {
  private TestKnowledge() {}

  public static KnowledgeSql of(Database database) {
    return new KnowledgeConfiguration().knowledgeSql(database);
  }
}
