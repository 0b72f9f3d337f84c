package io.bcda.store;

import java.sql.PreparedStatement;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Finds rows of HFJ_RESOURCE by their type and id, each by the unique index of both. On PostgreSQL
 * the query leaves no other way: where the statistics lag behind, a list of ids is thought to be
 * most of the table, which is then read whole, for every batch of a load. H2 takes no index for a
 * list, only for a join.
 */
final class ResourceFinder {
  private final JdbcTemplate db;
  private final String sql;

  /**
   * @param columns of HFJ_RESOURCE, after its id
   * @param locked whether rows are locked until the transaction ends, in the order of the ids
   */
  ResourceFinder(JdbcTemplate db, Database database, String columns, boolean locked) {
    this.db = db;
    String lock = locked ? " FOR UPDATE" : "";
    this.sql =
        switch (database) {
          case POSTGRESQL ->
              "SELECT r.* FROM unnest(?) AS k(fhir_id) CROSS JOIN LATERAL (SELECT fhir_id, "
                  + columns
                  + " FROM hfj_resource WHERE fhir_id = k.fhir_id AND res_type = ?"
                  + (locked ? lock : " OFFSET 0")
                  + ") r";
          case H2 ->
              "SELECT r.fhir_id, "
                  + columns
                  + " FROM unnest(?) k(fhir_id) JOIN hfj_resource r"
                  + " ON r.fhir_id = k.fhir_id AND r.res_type = ?"
                  + lock;
        };
  }

  /**
   * @param fhirIds without their type
   * @param each takes a row: its id, then the columns
   */
  void find(ResourceKind kind, Collection<String> fhirIds, RowCallbackHandler each) {
    if (fhirIds.isEmpty()) {
      return;
    }
    Object[] sorted = fhirIds.stream().distinct().sorted().toArray();
    db.query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(sql);
          statement.setArray(1, connection.createArrayOf("varchar", sorted));
          statement.setString(2, kind.fhirType());
          return statement;
        },
        each);
  }
}
