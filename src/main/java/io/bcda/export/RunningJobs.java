package io.bcda.export;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The SQL of {@code export_job} for what a kick-off is held against: the jobs that run. */
@Repository
class RunningJobs {
  private static final String COUNT =
      "SELECT count(*) FROM export_job WHERE state IN ('PENDING','IN_PROGRESS')";
  private final JdbcTemplate db;

  RunningJobs(JdbcTemplate db) {
    this.db = db;
  }

  /** What SQL does not compare of a request. */
  private record Asked(
      Optional<Instant> since, KeptSelection selection, OrganizedBy organizedBy, boolean partial) {
    static Asked of(ExportRequest request) {
      return new Asked(
          request.since(),
          KeptSelection.of(request.selection()),
          request.selection().organizedBy(),
          request.manner().partial());
    }
  }

  /** A running job of the same request. */
  Optional<String> same(String aco, ExportRequest request) {
    Asked asked = Asked.of(request);
    return db
        .query(
            "SELECT id, since, selection, organized_by, partial_manifests FROM export_job WHERE aco = ? AND level = ? AND types = ? AND state IN ('PENDING','IN_PROGRESS')",
            (rs, i) ->
                Map.entry(
                    rs.getString(1),
                    new Asked(
                        Optional.ofNullable(ExportJobStore.instant(rs, "since")),
                        KeptSelection.ofColumn(rs.getString(3)),
                        OrganizedBy.valueOf(rs.getString(4)),
                        rs.getBoolean(5))),
            aco,
            request.level().name(),
            ExportJobStore.codes(request.types()))
        .stream()
        .filter(e -> e.getValue().equals(asked))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The ACO whose job runs as a batch instance; empty before the instance has its job. */
  Optional<String> owner(String instance) {
    return db
        .queryForList(
            "SELECT aco FROM export_job WHERE state = 'IN_PROGRESS' AND batch_instance = ?",
            String.class,
            instance)
        .stream()
        .findFirst();
  }

  /** Running jobs of an ACO. */
  int count(String aco) {
    return db.queryForObject(COUNT + " AND aco = ?", Integer.class, aco);
  }

  /** Running jobs of all ACOs. */
  int count() {
    return db.queryForObject(COUNT, Integer.class);
  }
}
