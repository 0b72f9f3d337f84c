package io.bcda.store;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@link KnowledgeSql} by PostgreSQL's transaction ids and snapshots. */
final class TransactionKnowledge implements KnowledgeSql {

  @Override
  public String now() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("no transaction");
    }
    return "pg_current_xact_id()";
  }

  @Override
  public String visible(String alias, String parameter) {
    return "(pg_visible_in_snapshot(%1$s.from_xid, CAST(:%2$s AS pg_snapshot)) AND (%1$s.to_xid IS NULL OR NOT pg_visible_in_snapshot(%1$s.to_xid, CAST(:%2$s AS pg_snapshot))))"
        .formatted(alias, parameter);
  }

  @Override
  public String begun(String alias, String parameter) {
    return "pg_visible_in_snapshot(%s.from_xid, CAST(:%s AS pg_snapshot))"
        .formatted(alias, parameter);
  }

  @Override
  public String begunAfter(String alias, String parameter) {
    return "%s.from_xid >= pg_snapshot_xmin(CAST(:%s AS pg_snapshot))".formatted(alias, parameter);
  }

  @Override
  public String endedAfter(String alias, String parameter) {
    return "%s.to_xid >= pg_snapshot_xmin(CAST(:%s AS pg_snapshot))".formatted(alias, parameter);
  }
}
