package io.bcda.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The rows and sequences of a PostgreSQL database as of one moment, as a logical dump has them:
 * transaction ids among them are values like any other.
 */
public final class RowDump {
  private static final String TABLES =
      "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
  private static final String SEQUENCES =
      "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL";
  private final Path folder;
  private final List<String> tables = new ArrayList<>();
  private final Map<String, Long> sequences = new LinkedHashMap<>();

  private RowDump(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder empty; gets a file for each table
   */
  public static RowDump of(DataSource source, Path folder) throws SQLException, IOException {
    RowDump dump = new RowDump(folder);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (ResultSet rows = statement.executeQuery(TABLES)) {
        while (rows.next()) {
          dump.tables.add(rows.getString(1));
        }
      }
      try (ResultSet rows = statement.executeQuery(SEQUENCES)) {
        while (rows.next()) {
          dump.sequences.put(rows.getString(1), rows.getLong(2));
        }
      }
      for (String table : dump.tables) {
        try (OutputStream out = Files.newOutputStream(folder.resolve(table))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", out);
        }
      }
    }
    return dump;
  }

  /** Puts the rows in the place of those of a database that has the same tables. */
  public void restoreInto(DataSource target) throws SQLException, IOException {
    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL session_replication_role = replica"); // no triggers, no keys
      statement.execute("TRUNCATE " + String.join(", ", tables));
      for (String table : tables) {
        try (InputStream in = Files.newInputStream(folder.resolve(table))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", in);
        }
      }
      for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
        statement.execute(
            "SELECT setval('%s', %d)".formatted(sequence.getKey(), sequence.getValue()));
      }
      connection.commit();
    }
  }
}
