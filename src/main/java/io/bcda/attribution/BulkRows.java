package io.bcda.attribution;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes many rows of one table on a connection, in the fastest way that its database has. */
abstract class BulkRows implements AutoCloseable {

  /**
   * @param columns their values come in this order
   */
  static BulkRows on(Connection connection, String table, List<String> columns)
      throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        ? new CopiedRows(connection.unwrap(PGConnection.class), table, columns)
        : new BatchedRows(connection, table, columns);
  }

  /** Tells PostgreSQL's planner of many new rows at once, before it learns by itself. */
  static void analyze(JdbcTemplate db, String table) {
    db.execute(
        (Connection connection) -> {
          if (connection.isWrapperFor(PGConnection.class)) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("ANALYZE " + table);
            }
          }
          return null;
        });
  }

  /**
   * Writes a row.
   *
   * @param values numbers, dates, booleans and texts without control characters
   * @throws RowsNotStored if the database does not take it, or rows before it
   */
  final void row(Object... values) {
    try {
      write(values);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  abstract void write(Object[] values) throws SQLException;

  /** Sends what is left. */
  abstract void finish() throws SQLException;

  abstract void abandon() throws SQLException;

  /** Leaves the connection usable, whether finished or not. */
  @Override
  public final void close() {
    try {
      abandon();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Without the cause: its text may quote the row, and so an MBI. */
  static RowsNotStored failed(SQLException cause) {
    return new RowsNotStored(String.valueOf(cause.getSQLState()));
  }

  /** The database did not take the rows. */
  static final class RowsNotStored extends RuntimeException {
    RowsNotStored(String sqlState) {
      super("the rows of a delivery could not be stored, SQLState " + sqlState);
    }
  }
}
