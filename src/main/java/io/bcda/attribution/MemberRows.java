package io.bcda.attribution;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Writes one roster's members on a connection, in the fastest way that its database has. */
abstract class MemberRows implements MemberSink, AutoCloseable {
  private final long roster;

  MemberRows(long roster) {
    this.roster = roster;
  }

  long roster() {
    return roster;
  }

  static MemberRows on(Connection connection, long roster) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        ? new CopiedMemberRows(connection.unwrap(PGConnection.class), roster)
        : new BatchedMemberRows(connection, roster);
  }

  @Override
  public final void member(int ordinal, String mbi) throws IOException {
    try {
      write(ordinal, mbi);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  abstract void write(int ordinal, String mbi) throws SQLException;

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
  static MembersNotStored failed(SQLException cause) {
    return new MembersNotStored(String.valueOf(cause.getSQLState()));
  }

  /** The database did not take the members. */
  static final class MembersNotStored extends RuntimeException {
    MembersNotStored(String sqlState) {
      super("the members of a roster could not be stored, SQLState " + sqlState);
    }
  }
}
