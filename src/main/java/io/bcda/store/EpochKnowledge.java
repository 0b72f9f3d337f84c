package io.bcda.store;

/** {@link KnowledgeSql} by H2's epoch. */
final class EpochKnowledge implements KnowledgeSql {

  @Override
  public String now() {
    EpochLock.share();
    return "(SELECT epoch FROM write_epoch)";
  }

  @Override
  public String visible(String alias, String parameter) {
    return "(%1$s.from_xid <= CAST(:%2$s AS BIGINT) AND (%1$s.to_xid IS NULL OR %1$s.to_xid > CAST(:%2$s AS BIGINT)))"
        .formatted(alias, parameter);
  }

  @Override
  public String begun(String alias, String parameter) {
    return "(%s.from_xid <= CAST(:%s AS BIGINT))".formatted(alias, parameter);
  }

  @Override
  public String begunAfter(String alias, String parameter) {
    return "%s.from_xid > CAST(:%s AS BIGINT)".formatted(alias, parameter);
  }

  @Override
  public String endedAfter(String alias, String parameter) {
    return "%s.to_xid > CAST(:%s AS BIGINT)".formatted(alias, parameter);
  }
}
