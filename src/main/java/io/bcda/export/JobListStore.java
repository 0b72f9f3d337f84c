package io.bcda.export;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The SQL of lists of jobs. Each is read a page at a time, with as many statements whether there
 * are ten jobs or ten thousand.
 */
@Repository
class JobListStore {
  private static final String NEWEST_FIRST = " ORDER BY j.created_at DESC, j.id";
  private final JdbcTemplate db;
  private final Clock clock;
  private final ExportJobStore jobs;
  private final ExportFileTable files;

  JobListStore(JdbcTemplate db, Clock clock, ExportJobStore jobs, ExportFileTable files) {
    this.db = db;
    this.clock = clock;
    this.jobs = jobs;
    this.files = files;
  }

  /** Which jobs, as a condition and its values. */
  private record Which(StringBuilder sql, List<Object> values) {
    Which(String condition, Object... values) {
      this(new StringBuilder(condition), new ArrayList<>(List.of(values)));
    }

    void and(String condition, Object... more) {
      sql.append(" AND ").append(condition);
      values.addAll(List.of(more));
    }
  }

  /**
   * Jobs of one ACO.
   *
   * @param states only these; empty for all
   * @param offset leaves so many out, of the newest
   * @param limit at most so many
   */
  JobsFound list(String aco, Set<JobState> states, int offset, int limit) {
    Which which = new Which("j.state <> 'DELETED' AND j.aco = ?", aco);
    if (!states.isEmpty()) {
      isIn(which, states);
    }
    Integer total =
        db.queryForObject(
            "SELECT count(*) FROM export_job j WHERE " + which.sql,
            Integer.class,
            which.values.toArray());
    which.sql.append(NEWEST_FIRST).append(" OFFSET ? ROWS FETCH NEXT ? ROWS ONLY");
    which.values.addAll(List.of(offset, limit));
    return new JobsFound(page(which), total == null ? 0 : total);
  }

  /** Jobs of all ACOs. */
  List<ExportJob> list(JobPage page) {
    Which which = new Which("j.state <> 'DELETED'");
    page.aco().ifPresent(aco -> which.and("j.aco = ?", aco));
    page.state().ifPresent(state -> isIn(which, Set.of(state)));
    page.after()
        .ifPresent(
            last -> {
              OffsetDateTime at = ExportJobStore.utc(last.createdAt());
              which.and("(j.created_at < ? OR j.created_at = ? AND j.id > ?)", at, at, last.id());
            });
    which.sql.append(NEWEST_FIRST).append(" FETCH FIRST ? ROWS ONLY");
    which.values.add(page.limit());
    return page(which);
  }

  /** The page is cut out before what stands in other tables is summed up for it. */
  private List<ExportJob> page(Which which) {
    String source =
        "(SELECT %s FROM export_job j WHERE %s) j%s"
            .formatted(ExportJobStore.COLUMNS, which.sql, NEWEST_FIRST);
    List<ExportJob> page = jobs.from(source, which.values.toArray());
    List<String> completed =
        page.stream().filter(job -> job.state() == JobState.COMPLETED).map(ExportJob::id).toList();
    Map<String, List<ExportedFile>> theirs = files.of(completed);
    return page.stream()
        .map(job -> job.withFiles(theirs.getOrDefault(job.id(), List.of())))
        .toList();
  }

  private void isIn(Which which, Collection<JobState> states) {
    List<Object> values = new ArrayList<>();
    String any =
        states.stream().map(state -> isIn(state, values)).collect(Collectors.joining(" OR "));
    which.and("(" + any + ")", values.toArray());
  }

  /** A job is expired as soon as its time is over, not only once the sweep has noted it. */
  private String isIn(JobState state, List<Object> values) {
    values.add(state.name());
    if (state == JobState.COMPLETED) {
      values.add(ExportJobStore.utc(clock.instant()));
      return "j.state = ? AND j.expires_at > ?";
    }
    if (state == JobState.EXPIRED) {
      values.add(ExportJobStore.utc(clock.instant()));
      return "j.state = ? OR j.state = 'COMPLETED' AND j.expires_at <= ?";
    }
    return "j.state = ?";
  }
}
