package io.bcda.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** H2's trigger on delete of HFJ_RESOURCE: ends the open rows of a resource that is expunged. */
public final class ExpungeTombstone implements Trigger {
  private static final String END_STATE =
      "UPDATE claim_index SET gone_id = ?, to_xid = coalesce(to_xid, (SELECT epoch FROM write_epoch)), closed_at = coalesce(closed_at, CURRENT_TIMESTAMP) WHERE res_id = ?";
  private static final String END_LINKS =
      "UPDATE mbi_link SET to_xid = (SELECT epoch FROM write_epoch) WHERE patient_pid = ? AND to_xid IS NULL";
  private int resId;
  private int fhirId;

  @Override
  public void init(
      Connection connection, String schema, String name, String table, boolean before, int type)
      throws SQLException {
    resId = column(connection, schema, table, "RES_ID");
    fhirId = column(connection, schema, table, "FHIR_ID");
  }

  private static int column(Connection connection, String schema, String table, String name)
      throws SQLException {
    try (var columns = connection.getMetaData().getColumns(null, schema, table, name)) {
      columns.next();
      return columns.getInt("ORDINAL_POSITION") - 1;
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    EpochLock.share();
    end(connection, END_STATE, before[fhirId], before[resId]);
    end(connection, END_LINKS, before[resId]);
  }

  private static void end(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
