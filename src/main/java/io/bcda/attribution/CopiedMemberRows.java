package io.bcda.attribution;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Members by PostgreSQL's COPY. */
final class CopiedMemberRows extends MemberRows {
  private static final int BUFFER = 1 << 16;
  private static final String COPY = "COPY roster_member (roster_id, ordinal, mbi) FROM STDIN";
  private final CopyIn copy;
  private final StringBuilder rows = new StringBuilder(BUFFER + 100);

  CopiedMemberRows(PGConnection connection, long roster) throws SQLException {
    super(roster);
    this.copy = connection.getCopyAPI().copyIn(COPY);
  }

  @Override
  void write(int ordinal, String mbi) throws SQLException {
    rows.append(roster()).append('\t').append(ordinal).append('\t');
    rows.append(mbi.indexOf('\\') < 0 ? mbi : mbi.replace("\\", "\\\\")).append('\n');
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
