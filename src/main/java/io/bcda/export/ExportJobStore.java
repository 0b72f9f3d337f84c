package io.bcda.export;

import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The SQL of {@code export_job}. State moves are guarded updates: no row means somebody was first.
 */
@Repository
class ExportJobStore {
  private static final String INSERT =
      """
      INSERT INTO export_job(id, aco, client_id, level, types, since, request_url, selection, transaction_time, era,
        roster_kind, members_now, members_then, state, warnings, created_at, updated_at, organized_by, %s)
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?%s)
      """
          .formatted(
              String.join(", ", CohortColumns.names()), ",?".repeat(CohortColumns.names().size()));

  /** What lists show of jobs: not their selections, warnings and snapshots, which may be long. */
  static final String COLUMNS =
      """
      j.id, j.aco, j.level, j.types, j.since, j.request_url, j.state, j.transaction_time,
      j.created_at, j.updated_at, j.completed_at, j.expires_at, j.failure, j.totals,
      j.request_method, j.status_form, j.partial_manifests, j.organized_by, j.pages
      """;

  private static final String SELECT =
      """
      SELECT %s, (SELECT coalesce(sum(s.people_done), 0) FROM export_slice s WHERE s.job_id = j.id) AS done,
             (SELECT coalesce(sum(s.to_ordinal - s.from_ordinal + 1), 0) FROM export_slice s WHERE s.job_id = j.id) AS people
        FROM %s
      """;
  private static final String CLAIM =
      """
      UPDATE export_job SET batch_instance = ?, state = 'IN_PROGRESS', updated_at = ?
       WHERE id = ? AND state IN ('PENDING','IN_PROGRESS') AND (batch_instance IS NULL OR batch_instance = ?)
      """;
  private static final String PLANNED =
      """
      SELECT id, types, era, members_now, members_then, selection, organized_by, %s
        FROM export_job WHERE id = ?
      """
          .formatted(String.join(", ", CohortColumns.names()));
  private final JdbcTemplate db;
  private final Clock clock;
  private final ExportFileTable files;

  ExportJobStore(JdbcTemplate db, Clock clock, ExportFileTable files) {
    this.db = db;
    this.clock = clock;
    this.files = files;
  }

  void insert(
      String id,
      String aco,
      String clientId,
      ExportRequest request,
      IssuedTime issued,
      Resolution resolution) {
    OffsetDateTime now = utc(clock.instant());
    List<Object> values = new ArrayList<>();
    values.addAll(
        Arrays.asList(
            id,
            aco,
            clientId,
            request.level().name(),
            codes(request.types()),
            request.since().map(ExportJobStore::utc).orElse(null),
            request.requestUrl(),
            KeptSelection.of(request.selection()).column(),
            utc(issued.at()),
            issued.snapshot().era(),
            resolution.kind().name(),
            resolution.membersNow(),
            resolution.membersThen(),
            JobState.PENDING.name(),
            String.join("\n", resolution.warnings()),
            now,
            now,
            request.selection().organizedBy().name()));
    values.addAll(CohortColumns.values(resolution.cohort()));
    db.update(INSERT, values.toArray());
  }

  Optional<ExportJob> find(String aco, String id) {
    return one("export_job j WHERE j.aco = ? AND j.id = ? AND j.state <> 'DELETED'", aco, id);
  }

  /** The job of whichever ACO, unless it is unknown or deleted. */
  Optional<ExportJob> find(String id) {
    return one("export_job j WHERE j.id = ? AND j.state <> 'DELETED'", id);
  }

  private Optional<ExportJob> one(String source, Object... values) {
    return from(source, values).stream().findFirst().map(j -> j.withFiles(files(j)));
  }

  private List<ExportedFile> files(ExportJob job) {
    if (job.state() == JobState.COMPLETED) {
      return files.of(job.id());
    }
    return job.state().isRunning() && job.manner().partial() ? files.shown(job.id()) : List.of();
  }

  /**
   * Jobs without their files.
   *
   * @param source what to read them from, which calls itself j, and their order
   */
  List<ExportJob> from(String source, Object... values) {
    return db.query(SELECT.formatted(COLUMNS, source), (rs, i) -> job(rs), values);
  }

  /** Makes the job this batch instance's; false if it is another's, or not running. */
  boolean claim(String id, String instance) {
    return db.update(CLAIM, instance, utc(clock.instant()), id, instance) == 1;
  }

  Optional<PlannedJob> planned(String id) {
    return db.query(PLANNED, (rs, i) -> plannedJob(rs), id).stream().findFirst();
  }

  /** Whether the job runs as this batch instance. */
  boolean isOf(String id, String instance) {
    return !db.queryForList(
            "SELECT 1 FROM export_job WHERE id = ? AND state = 'IN_PROGRESS' AND batch_instance = ?",
            Integer.class,
            id,
            instance)
        .isEmpty();
  }

  boolean isCompleted(String id) {
    return !db.queryForList(
            "SELECT 1 FROM export_job WHERE id = ? AND state = 'COMPLETED'", Integer.class, id)
        .isEmpty();
  }

  /** The job's files stand. False if it was cancelled or failed meanwhile. */
  boolean complete(String id, Instant expires, String totals) {
    OffsetDateTime now = utc(clock.instant());
    return db.update(
            "UPDATE export_job SET state = 'COMPLETED', completed_at = ?, updated_at = ?, expires_at = ?, totals = ? WHERE id = ? AND state = 'IN_PROGRESS'",
            now,
            now,
            utc(expires),
            totals,
            id)
        == 1;
  }

  /** The job failed, if it runs as this batch instance. */
  boolean fail(String id, String instance, String why) {
    OffsetDateTime now = utc(clock.instant());
    return db.update(
            "UPDATE export_job SET state = 'FAILED', failure = ?, completed_at = ?, updated_at = ? WHERE id = ? AND state IN ('PENDING','IN_PROGRESS') AND batch_instance = ?",
            why,
            now,
            now,
            id,
            instance)
        == 1;
  }

  boolean delete(String aco, String id) {
    return db.update(
            "UPDATE export_job SET state = 'DELETED', updated_at = ? WHERE aco = ? AND id = ? AND state <> 'DELETED'",
            utc(clock.instant()),
            aco,
            id)
        == 1;
  }

  private ExportJob job(ResultSet rs) throws SQLException {
    Instant expires = instant(rs, "expires_at");
    JobState state = JobState.valueOf(rs.getString("state"));
    if (state == JobState.COMPLETED && expires != null && !clock.instant().isBefore(expires)) {
      state = JobState.EXPIRED;
    }
    return new ExportJob(
        rs.getString("id"),
        rs.getString("aco"),
        ExportLevel.valueOf(rs.getString("level")),
        kinds(rs.getString("types")),
        Optional.ofNullable(instant(rs, "since")),
        rs.getString("request_url"),
        state,
        required(rs, "transaction_time"),
        required(rs, "created_at"),
        required(rs, "updated_at"),
        Optional.ofNullable(instant(rs, "completed_at")),
        Optional.ofNullable(expires),
        percent(state, rs.getLong("done"), rs.getLong("people")),
        Optional.ofNullable(rs.getString("failure")),
        List.of(),
        JobTotals.parse(rs.getString("totals")),
        KickOffStore.manner(rs),
        OrganizedBy.valueOf(rs.getString("organized_by")),
        rs.getInt("pages"));
  }

  /** Whole percent; 100 only once completed. */
  private static int percent(JobState state, long done, long people) {
    if (!state.isRunning()) {
      return state == JobState.FAILED ? 0 : 100;
    }
    return people == 0 ? 0 : (int) Math.min(99, done * 100 / people);
  }

  private static PlannedJob plannedJob(ResultSet rs) throws SQLException {
    return new PlannedJob(
        rs.getString("id"),
        kinds(rs.getString("types")),
        CohortColumns.cohort(rs),
        rs.getInt("members_now"),
        rs.getInt("members_then"),
        KeptSelection.ofColumn(rs.getString("selection")),
        OrganizedBy.valueOf(rs.getString("organized_by")));
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime value = rs.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static Instant required(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }

  static String codes(Set<ResourceKind> kinds) {
    return kinds.stream().sorted().map(ResourceKind::name).collect(Collectors.joining(","));
  }

  private static Set<ResourceKind> kinds(String codes) {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    for (String code : codes.split(",")) {
      kinds.add(ResourceKind.valueOf(code));
    }
    return kinds;
  }
}
