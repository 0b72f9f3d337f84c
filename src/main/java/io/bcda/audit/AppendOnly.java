package io.bcda.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import org.h2.tools.TriggerAdapter;
import org.jspecify.annotations.Nullable;

/** H2's trigger on update and delete of AUDIT_EVENT: only old events may go. */
public final class AppendOnly extends TriggerAdapter {
  private static final int KEPT_DAYS = 89;

  @Override
  public void fire(Connection connection, @Nullable ResultSet before, @Nullable ResultSet after)
      throws SQLException {
    boolean deletes = before != null && after == null;
    if (!deletes || !isOld(connection, before.getObject("AT", OffsetDateTime.class))) {
      throw new SQLException("audit_event is append-only", "P0001");
    }
  }

  /** By the database's clock, as on PostgreSQL. */
  private static boolean isOld(Connection connection, OffsetDateTime at) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet now = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
      now.next();
      return at.isBefore(now.getObject(1, OffsetDateTime.class).minusDays(KEPT_DAYS));
    }
  }
}
