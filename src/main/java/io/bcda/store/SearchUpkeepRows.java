package io.bcda.store;

import io.bcda.store.SearchRows.Present;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Puts the index rows of one parameter in place of those that a page of resources had. */
@Repository
class SearchUpkeepRows {
  /** Without waiting: writers lock in other orders, and must not meet us in a deadlock. */
  private static final String LOCK =
      "SELECT res_id, res_ver FROM hfj_resource WHERE res_id IN (:ids) AND res_deleted_at IS NULL ";

  private final NamedParameterJdbcTemplate named;
  private final JdbcTemplate db;
  private final Database database;
  private final IndexValues.Extraction extraction;
  private final TypeIds types;
  private final ClaimIndexStore index;

  SearchUpkeepRows(
      JdbcTemplate db,
      Database database,
      IndexValues.Extraction extraction,
      TypeIds types,
      ClaimIndexStore index) {
    this.named = new NamedParameterJdbcTemplate(db);
    this.db = db;
    this.database = database;
    this.extraction = extraction;
    this.types = types;
    this.index = index;
  }

  /**
   * In the caller's transaction. What has another version by now is left alone: its writer wrote
   * its rows.
   *
   * @throws org.springframework.dao.PessimisticLockingFailureException if a writer has one of them
   */
  void write(ServedParameter parameter, List<SearchUpkeep.Found> page, Timestamp now) {
    Map<String, Long> patients = patients(page);
    Set<Long> wanted = new HashSet<>(patients.values());
    page.forEach(found -> wanted.add(found.resId()));
    Map<Long, Long> versions = lock(wanted);
    SearchRows rows = new SearchRows(extraction, types, new HapiIds(db, database));
    Map<Long, Present> written = new HashMap<>();
    for (SearchUpkeep.Found found : page) {
      if (Long.valueOf(found.version()).equals(versions.get(found.resId()))) {
        Long patient = found.patientRef() == null ? null : patients.get(found.patientRef());
        written.put(
            found.resId(), rows.add(found.resId(), parameter.kind(), found.values(), patient));
      }
    }
    if (!written.isEmpty()) {
      remove(parameter, written.keySet());
      db.execute(
          (ConnectionCallback<@Nullable Void>)
              connection -> {
                rows.send(connection, database, now);
                return null;
              });
      tell(written);
    }
  }

  private Map<Long, Long> lock(Collection<Long> ids) {
    Map<Long, Long> versions = new HashMap<>();
    if (!ids.isEmpty()) {
      // Foreign keys of others' new rows take a key lock, which this one of PostgreSQL allows.
      String how =
          database == Database.POSTGRESQL ? "FOR NO KEY UPDATE NOWAIT" : "FOR UPDATE NOWAIT";
      named.query(
          LOCK + how,
          Map.of("ids", ids),
          row -> {
            versions.put(row.getLong(1), row.getLong(2));
          });
    }
    return versions;
  }

  /** The Patients of references that are indexed. */
  private Map<String, Long> patients(List<SearchUpkeep.Found> page) {
    Set<String> refs = new HashSet<>();
    for (SearchUpkeep.Found found : page) {
      if (found.patientRef() != null && !found.values().links().isEmpty()) {
        refs.add(found.patientRef());
      }
    }
    return index.findPatients(refs);
  }

  private void remove(ServedParameter parameter, Set<Long> ids) {
    for (String table : SearchRows.TABLES) {
      named.update(
          "DELETE FROM " + table + " WHERE res_id IN (:ids) AND sp_name = :code",
          Map.of("ids", ids, "code", parameter.code()));
    }
    named.update(
        "DELETE FROM hfj_res_link WHERE src_resource_id IN (:ids) AND src_path = :path",
        Map.of("ids", ids, "path", parameter.expression()));
  }

  /** HAPI looks for a resource's old rows only where HFJ_RESOURCE says that there are some. */
  private void tell(Map<Long, Present> written) {
    tell("sp_has_links", written, Present::links);
    tell("sp_token_present", written, Present::tokens);
    tell("sp_string_present", written, Present::strings);
    tell("sp_date_present", written, Present::dates);
  }

  private void tell(String column, Map<Long, Present> written, Predicate<Present> has) {
    Set<Long> ids =
        written.entrySet().stream()
            .filter(entry -> has.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (!ids.isEmpty()) {
      named.update(
          "UPDATE hfj_resource SET %1$s = TRUE WHERE res_id IN (:ids) AND NOT %1$s"
              .formatted(column),
          Map.of("ids", ids));
    }
  }
}
