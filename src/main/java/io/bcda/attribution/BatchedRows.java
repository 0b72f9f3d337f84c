package io.bcda.attribution;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Rows by batches of an insert, for H2. */
final class BatchedRows extends BulkRows {
  private static final int BATCH = 5_000;
  private final PreparedStatement insert;
  private int waiting;

  BatchedRows(Connection connection, String table, List<String> columns) throws SQLException {
    this.insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                    table,
                    String.join(", ", columns),
                    String.join(", ", Collections.nCopies(columns.size(), "?"))));
  }

  @Override
  void write(Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
    insert.addBatch();
    if (++waiting == BATCH) {
      finish();
    }
  }

  @Override
  void finish() throws SQLException {
    insert.executeBatch();
    waiting = 0;
  }

  @Override
  void abandon() throws SQLException {
    insert.close();
  }
}
