package io.bcda.store;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What HAPI's tables hold already of a batch. */
final class KnownResources {
  private final ResourceFinder finder;
  private final ClaimIndexStore index;

  KnownResources(JdbcTemplate db, Database database, ClaimIndexStore index) {
    this.finder =
        new ResourceFinder(
            db, database, "res_id, res_ver, hash_sha256, res_deleted_at, res_published", true);
    this.index = index;
  }

  /** The newest state of a resource. */
  record Head(
      long resId, long version, @Nullable String sha256, boolean deleted, Timestamp published) {}

  /** Finds and locks those that are there, by {@code Type/id}. */
  Map<String, Head> lock(List<ResourceWriter.Key> keys) {
    Map<String, Head> heads = new HashMap<>();
    for (ResourceKind kind : ResourceKind.values()) {
      List<String> ids =
          keys.stream().filter(k -> k.kind() == kind).map(ResourceWriter.Key::fhirId).toList();
      finder.find(
          kind,
          ids,
          row ->
              heads.put(
                  kind.fhirType() + "/" + row.getString(1),
                  new Head(
                      row.getLong(2),
                      row.getLong(3),
                      row.getString(4),
                      row.getTimestamp(5) != null,
                      row.getTimestamp(6))));
    }
    return heads;
  }

  /** The row ids of the Patients that changes refer to or are, by {@code Patient/id}. */
  Map<String, Long> patients(List<ResourceChange> changes) {
    Map<String, Long> known = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    for (ResourceChange change : changes) {
      if (change.facts().kind() == ResourceKind.PATIENT) {
        known.put(change.incoming().reference(), change.resId());
      } else if (change.facts().patientRef() != null) {
        wanted.add(change.facts().patientRef());
      }
    }
    wanted.removeAll(known.keySet());
    known.putAll(index.findPatients(wanted));
    return known;
  }
}
