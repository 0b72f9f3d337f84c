package io.bcda.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows by one batch of an INSERT. */
final class BatchedRows extends TableRows {
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  BatchedRows(String table, String columns) {
    super(table, columns);
  }

  @Override
  void add(@Nullable Object... values) {
    rows.add(values);
  }

  private static @Nullable Object text(@Nullable Object value) {
    return value instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : value;
  }

  @Override
  void send(Connection connection) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String marks =
        Arrays.stream(columns().split(",")).map(c -> "?").collect(Collectors.joining(","));
    String sql = "INSERT INTO " + table() + " (" + columns() + ") VALUES (" + marks + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, text(row[i]));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    } finally {
      rows.clear();
    }
  }
}
