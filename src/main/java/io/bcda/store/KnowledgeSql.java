package io.bcda.store;

/**
 * SQL fragments over rows that carry {@code from_xid} and {@code to_xid}, in the dialect of the
 * database. A writer asks {@link #now()} for the value to stamp, inside its transaction.
 */
public interface KnowledgeSql {

  /**
   * The SQL expression to write into {@code from_xid} or {@code to_xid}. Must be called on the
   * transaction's own thread, before the statement that uses it: on H2 it holds the epoch open
   * until the transaction ends.
   *
   * @throws IllegalStateException outside a transaction
   */
  String now();

  /**
   * A condition: the row was part of what was known at a snapshot.
   *
   * @param alias the table's alias in the statement
   * @param parameter name of the named parameter that holds {@link Snapshot#value()}
   */
  String visible(String alias, String parameter);

  /**
   * A condition: the row began to hold at or before a snapshot.
   *
   * @param alias the table's alias in the statement
   * @param parameter name of the named parameter that holds {@link Snapshot#value()}
   */
  String begun(String alias, String parameter);

  /**
   * A condition that an index can serve: the row may have begun after a snapshot. May be true once
   * too often, never once too few.
   *
   * @param alias the table's alias in the statement
   * @param parameter name of the named parameter that holds {@link Snapshot#value()}
   */
  String begunAfter(String alias, String parameter);

  /** As {@link #begunAfter}: the row may have ended after a snapshot. */
  String endedAfter(String alias, String parameter);

  /** As {@link #begunAfter}: the row may have begun or ended after a snapshot. */
  default String touchedAfter(String alias, String parameter) {
    return "(%s OR %s)".formatted(begunAfter(alias, parameter), endedAfter(alias, parameter));
  }
}
