package io.bcda.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** H2's trigger on delete of HFJ_RESOURCE: ends the open rows of a resource that is expunged. */
public final class ExpungeTombstone implements Trigger {
  private static final String END_STATE =
      "UPDATE claim_index SET to_xid = (SELECT epoch FROM write_epoch), closed_at = CURRENT_TIMESTAMP WHERE res_id = ? AND to_xid IS NULL";
  private static final String END_LINKS =
      "UPDATE mbi_link SET to_xid = (SELECT epoch FROM write_epoch) WHERE patient_pid = ? AND to_xid IS NULL";
  private int resId;

  @Override
  public void init(
      Connection connection, String schema, String name, String table, boolean before, int type)
      throws SQLException {
    try (var columns = connection.getMetaData().getColumns(null, schema, table, "RES_ID")) {
      columns.next();
      resId = columns.getInt("ORDINAL_POSITION") - 1;
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    EpochLock.share();
    end(connection, END_STATE, before[resId]);
    end(connection, END_LINKS, before[resId]);
  }

  private static void end(Connection connection, String sql, Object id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.executeUpdate();
    }
  }
}
