package io.bcda.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows by PostgreSQL's COPY in its text format. */
final class CopiedRows extends TableRows {
  private static final int CHUNK = 1 << 20;
  private byte[] text = new byte[1 << 12];
  private int length;

  CopiedRows(String table, String columns) {
    super(table, columns);
  }

  @Override
  void add(@Nullable Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        write((byte) '\t');
      }
      append(values[i]);
    }
    write((byte) '\n');
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      write((byte) '\\');
      write((byte) 'N');
    } else if (value instanceof byte[] utf8) {
      escape(utf8);
    } else {
      escape(value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void escape(byte[] utf8) {
    int plain = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte c = utf8[i];
      if (c == '\\' || c == '\n' || c == '\r' || c == '\t') {
        write(utf8, plain, i);
        write((byte) '\\');
        write(letter(c));
        plain = i + 1;
      }
    }
    write(utf8, plain, utf8.length);
  }

  private static byte letter(byte c) {
    return switch (c) {
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> c;
    };
  }

  private void write(byte c) {
    reserve(1);
    text[length++] = c;
  }

  private void write(byte[] bytes, int from, int to) {
    reserve(to - from);
    System.arraycopy(bytes, from, text, length, to - from);
    length += to - from;
  }

  private void reserve(int more) {
    if (length + more > text.length) {
      text = Arrays.copyOf(text, Math.max(length + more, 2 * text.length));
    }
  }

  @Override
  void send(Connection connection) throws SQLException {
    if (length == 0) {
      return;
    }
    CopyIn copy =
        postgresql(connection)
            .getCopyAPI()
            .copyIn("COPY " + table() + " (" + columns() + ") FROM STDIN");
    try {
      for (int from = 0; from < length; from += CHUNK) {
        copy.writeToCopy(text, from, Math.min(CHUNK, length - from));
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
      length = 0;
    }
  }
}
