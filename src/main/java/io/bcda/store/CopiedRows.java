package io.bcda.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows by PostgreSQL's COPY in its text format. */
final class CopiedRows extends TableRows {
  private static final int CHUNK = 1 << 20;
  private final StringBuilder text = new StringBuilder();

  CopiedRows(String table, String columns) {
    super(table, columns);
  }

  @Override
  void add(@Nullable Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(values[i]);
    }
    text.append('\n');
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      text.append("\\N");
    } else if (value instanceof String s) {
      escape(s);
    } else {
      text.append(value);
    }
  }

  private void escape(String value) {
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c == '\n' || c == '\r' || c == '\t') {
        text.append(value, plain, i).append('\\').append(letter(c));
        plain = i + 1;
      }
    }
    text.append(value, plain, value.length());
  }

  private static char letter(char c) {
    return switch (c) {
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> c;
    };
  }

  @Override
  void send(Connection connection) throws SQLException {
    if (text.isEmpty()) {
      return;
    }
    CopyIn copy =
        postgresql(connection)
            .getCopyAPI()
            .copyIn("COPY " + table() + " (" + columns() + ") FROM STDIN");
    try {
      for (int from = 0; from < text.length(); ) {
        int to = end(from);
        byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        from = to;
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
      text.setLength(0);
    }
  }

  /** Never between the halves of a surrogate pair. */
  private int end(int from) {
    int to = Math.min(text.length(), from + CHUNK);
    return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to + 1 : to;
  }
}
