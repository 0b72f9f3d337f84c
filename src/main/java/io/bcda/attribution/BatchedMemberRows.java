package io.bcda.attribution;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Members by batches of an insert, for H2. */
final class BatchedMemberRows extends MemberRows {
  private static final int BATCH = 5_000;
  private static final String INSERT =
      "INSERT INTO roster_member (roster_id, ordinal, mbi) VALUES (?, ?, ?)";
  private final PreparedStatement insert;
  private int waiting;

  BatchedMemberRows(Connection connection, long roster) throws SQLException {
    super(roster);
    this.insert = connection.prepareStatement(INSERT);
  }

  @Override
  void write(int ordinal, String mbi) throws SQLException {
    insert.setLong(1, roster());
    insert.setInt(2, ordinal);
    insert.setString(3, mbi);
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
