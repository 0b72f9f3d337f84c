package io.bcda.attribution;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows by PostgreSQL's COPY. */
final class CopiedRows extends BulkRows {
  private static final int BUFFER = 1 << 16;
  private final CopyIn copy;
  private final StringBuilder rows = new StringBuilder(BUFFER + 100);

  CopiedRows(PGConnection connection, String table, List<String> columns) throws SQLException {
    this.copy =
        connection
            .getCopyAPI()
            .copyIn("COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN");
  }

  @Override
  void write(Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      String text = String.valueOf(values[i]);
      rows.append(text.indexOf('\\') < 0 ? text : text.replace("\\", "\\\\"));
      rows.append(i == values.length - 1 ? '\n' : '\t');
    }
    if (rows.length() >= BUFFER) {
      send();
    }
  }

  private void send() throws SQLException {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
    copy.writeToCopy(bytes, 0, bytes.length);
    rows.setLength(0);
  }

  @Override
  void finish() throws SQLException {
    send();
    copy.endCopy();
  }

  @Override
  void abandon() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
