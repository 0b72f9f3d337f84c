package io.bcda.store;

import io.bcda.store.SearchRows.Present;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes changes into HFJ_RESOURCE, HFJ_RES_VER and the index tables, in this order. */
final class HapiRows {
  private static final String RESOURCE_COLUMNS =
      "res_id,fhir_id,res_type,res_type_id,res_ver,res_version,res_published,res_updated,has_tags,hash_sha256,sp_index_status,sp_has_links,sp_token_present,sp_string_present,sp_date_present,sp_cmpstr_uniq_present,sp_cmptoks_present,sp_coords_present,sp_number_present,sp_quantity_present,sp_quantity_nrml_present,sp_uri_present,search_url_present";
  private static final String VERSION_COLUMNS =
      "pid,res_id,res_type,res_type_id,res_ver,res_version,res_published,res_updated,has_tags,res_encoding,res_text_vc";
  private static final String UPDATE =
      """
      UPDATE hfj_resource
         SET res_ver = ?, res_updated = ?, res_deleted_at = NULL, hash_sha256 = ?, sp_index_status = 0,
             sp_has_links = ?, sp_token_present = ?, sp_string_present = ?, sp_date_present = ?
       WHERE res_id = ? AND res_ver = ?
      """;
  private static final String DELETE =
      """
      UPDATE hfj_resource
         SET res_ver = ?, res_updated = ?, res_deleted_at = ?, hash_sha256 = NULL, sp_index_status = 0,
             sp_has_links = FALSE, sp_token_present = FALSE, sp_string_present = FALSE, sp_date_present = FALSE
       WHERE res_id = ? AND res_ver = ?
      """;
  private final JdbcTemplate db;
  private final Database database;
  private final SearchRows search;
  private final TypeIds types;

  HapiRows(JdbcTemplate db, Database database, SearchRows search, TypeIds types) {
    this.db = db;
    this.database = database;
    this.search = search;
    this.types = types;
  }

  /**
   * @param patients row ids by {@code Patient/id}
   */
  void write(List<ResourceChange> changes, Map<String, Long> patients, HapiIds ids, Timestamp now) {
    TableRows resources = TableRows.of(database, "hfj_resource", RESOURCE_COLUMNS);
    TableRows versions = TableRows.of(database, "hfj_res_ver", VERSION_COLUMNS);
    List<Object[]> updates = new ArrayList<>();
    List<Object[]> stale = new ArrayList<>();
    long[] keys = ids.draw("seq_resource_history_id", changes.size());
    for (int i = 0; i < keys.length; i++) {
      ResourceChange change = changes.get(i);
      String ref = change.facts().patientRef();
      Present present = search.add(change, ref == null ? null : patients.get(ref));
      versions.add(version(keys[i], change, now));
      if (change.head() == null) {
        resources.add(resource(change, present, now));
      } else {
        updates.add(update(change, change.head(), present, now));
        stale.add(new Object[] {change.resId()});
      }
    }
    update(updates);
    forgetIndex(stale);
    db.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              send(connection, resources, versions, now);
              return null;
            });
  }

  private void send(Connection connection, TableRows resources, TableRows versions, Timestamp now)
      throws SQLException {
    resources.send(connection);
    versions.send(connection);
    search.send(connection, database, now);
  }

  /**
   * Gives each resource a last version without a body, and takes its index rows away.
   *
   * @param gone locked, none of them deleted
   */
  void delete(List<Gone> gone, HapiIds ids, Timestamp now) {
    TableRows versions = TableRows.of(database, "hfj_res_ver", VERSION_COLUMNS + ",res_deleted_at");
    List<Object[]> updates = new ArrayList<>();
    List<Object[]> stale = new ArrayList<>();
    long[] keys = ids.draw("seq_resource_history_id", gone.size());
    for (int i = 0; i < keys.length; i++) {
      String type = gone.get(i).kind().fhirType();
      KnownResources.Head head = gone.get(i).head();
      long version = head.version() + 1;
      versions.add(
          keys[i],
          head.resId(),
          type,
          types.get(gone.get(i).kind()),
          version,
          "R4",
          head.published(),
          now,
          false,
          "DEL",
          null,
          now);
      updates.add(new Object[] {version, now, now, head.resId(), head.version()});
      stale.add(new Object[] {head.resId()});
    }
    check(db.batchUpdate(DELETE, updates));
    forgetIndex(stale);
    db.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              versions.send(connection);
              return null;
            });
  }

  /** A resource to be deleted. */
  record Gone(ResourceKind kind, KnownResources.Head head) {}

  private void update(List<Object[]> updates) {
    if (!updates.isEmpty()) {
      check(db.batchUpdate(UPDATE, updates));
    }
  }

  private static void check(int[] rows) {
    if (Arrays.stream(rows).anyMatch(count -> count != 1)) {
      throw new OptimisticLockingFailureException("a resource has another version by now");
    }
  }

  private void forgetIndex(List<Object[]> stale) {
    if (stale.isEmpty()) {
      return;
    }
    for (String table : SearchRows.TABLES) {
      db.batchUpdate("DELETE FROM " + table + " WHERE res_id = ?", stale);
    }
    db.batchUpdate("DELETE FROM hfj_res_link WHERE src_resource_id = ?", stale);
  }

  private @Nullable Object[] resource(ResourceChange change, Present present, Timestamp now) {
    String type = change.facts().kind().fhirType();
    return new Object[] {
      change.resId(),
      change.incoming().fhirId(),
      type,
      types.get(change.facts().kind()),
      1L,
      "R4",
      now,
      now,
      false,
      change.body().sha256(),
      0,
      present.links(),
      present.tokens(),
      present.strings(),
      present.dates(),
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false
    };
  }

  private @Nullable Object[] version(long key, ResourceChange change, Timestamp now) {
    String type = change.facts().kind().fhirType();
    return new Object[] {
      key,
      change.resId(),
      type,
      types.get(change.facts().kind()),
      change.version(),
      "R4",
      change.head() == null ? now : change.head().published(),
      now,
      false,
      "JSON",
      change.body().json()
    };
  }

  private static Object[] update(
      ResourceChange change, KnownResources.Head head, Present present, Timestamp now) {
    return new Object[] {
      change.version(),
      now,
      change.body().sha256(),
      present.links(),
      present.tokens(),
      present.strings(),
      present.dates(),
      change.resId(),
      head.version()
    };
  }
}
