package io.bcda.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * New rows of one table, gathered and then sent at one stroke in the fastest way that the database
 * has: COPY, or a batch. Takes numbers, booleans, text, text in UTF-8, dates and timestamps. Not
 * for several threads.
 */
abstract class TableRows {
  private final String table;
  private final String columns;

  TableRows(String table, String columns) {
    this.table = table;
    this.columns = columns;
  }

  /**
   * @param columns names, separated by commas
   */
  static TableRows of(Database database, String table, String columns) {
    return database == Database.POSTGRESQL
        ? new CopiedRows(table, columns)
        : new BatchedRows(table, columns);
  }

  final String table() {
    return table;
  }

  final String columns() {
    return columns;
  }

  /** Adds a row; one value for each column. */
  abstract void add(@Nullable Object... values);

  /** Writes what was added, and forgets it. */
  abstract void send(Connection connection) throws SQLException;

  static PGConnection postgresql(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class);
  }
}
