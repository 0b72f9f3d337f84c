package io.bcda.export;

import io.bcda.attribution.Visibility.Span;
import io.bcda.export.ExportedFile.Section;
import io.bcda.store.ResourceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The SQL of {@code export_slice}. An attempt's token decides whose work counts. */
@Repository
class ExportSliceStore {
  private static final String INSERT =
      """
      INSERT INTO export_slice(job_id, slice, section, type, roster, from_ordinal, to_ordinal, state, planned, listed)
      VALUES (?,?,?,?,?,?,?,'READY',?,?)
      """;
  private static final String SELECT =
      "SELECT slice, section, type, from_ordinal, to_ordinal, planned, listed FROM export_slice WHERE job_id = ?";
  private static final String BEGIN =
      """
      UPDATE export_slice SET attempt = ?, state = 'RUNNING'
       WHERE job_id = ? AND slice = ? AND state <> 'DONE'
         AND EXISTS (SELECT 1 FROM export_job j WHERE j.id = job_id AND j.state = 'IN_PROGRESS')
      """;
  private static final String PROGRESS =
      "UPDATE export_slice SET people_done = ? WHERE job_id = ? AND slice = ? AND attempt = ? AND people_done < ?";
  private static final String STANDS =
      """
      SELECT s.attempt FROM export_slice s JOIN export_job j ON j.id = s.job_id AND j.state = 'IN_PROGRESS'
       WHERE s.job_id = ? AND s.slice = ? AND s.state = 'RUNNING'
      """;
  private static final String FINISH =
      """
      UPDATE export_slice SET state = 'DONE', people_done = to_ordinal - from_ordinal + 1,
             written = ?, expunged = ?, opted_out = ?, filtered = ?
       WHERE job_id = ? AND slice = ? AND attempt = ? AND state = 'RUNNING'
         AND EXISTS (SELECT 1 FROM export_job j WHERE j.id = job_id AND j.state = 'IN_PROGRESS')
      """;
  private static final String BEGIN_AGAIN =
      """
      UPDATE export_slice SET attempt = ?
       WHERE job_id = ? AND slice = ? AND state = 'DONE'
         AND EXISTS (SELECT 1 FROM export_job j WHERE j.id = job_id AND j.state = 'COMPLETED')
      """;
  private static final String WRITTEN =
      """
      SELECT written FROM export_slice
       WHERE job_id = ? AND slice = ? AND attempt = ? AND state = 'DONE'
         AND EXISTS (SELECT 1 FROM export_job j WHERE j.id = job_id AND j.state = 'COMPLETED')
         FOR UPDATE
      """;
  private final JdbcTemplate db;
  private final ExportFileTable files;
  private final JobTotalsStore totals;

  ExportSliceStore(JdbcTemplate db, ExportFileTable files, JobTotalsStore totals) {
    this.db = db;
    this.files = files;
    this.totals = totals;
  }

  /** Sums over a job's slices. */
  record Sums(
      long slices,
      long done,
      long planned,
      long written,
      long expunged,
      long optedOut,
      long filtered) {

    /** Whether every planned row is accounted for. */
    boolean agree() {
      return slices == done && planned == written + expunged + optedOut + filtered;
    }
  }

  List<Slice> of(String jobId) {
    return db.query(SELECT + " ORDER BY slice", (rs, i) -> slice(rs), jobId);
  }

  Optional<Slice> find(String jobId, int number) {
    return db.query(SELECT + " AND slice = ?", (rs, i) -> slice(rs), jobId, number).stream()
        .findFirst();
  }

  /** Records a plan once: a second planner finds the first one's. */
  @Transactional
  public List<Slice> plan(PlannedJob job, List<Slice> slices) {
    db.queryForList("SELECT id FROM export_job WHERE id = ? FOR UPDATE", String.class, job.id());
    List<Slice> there = of(job.id());
    if (!there.isEmpty()) {
      return there;
    }
    for (Slice slice : slices) {
      Long roster =
          slice.section() == Section.DELETED
              ? job.cohort().then().rosterOrNone()
              : job.cohort().now().rosterOrNone();
      db.update(
          INSERT,
          job.id(),
          slice.number(),
          slice.section().name(),
          codes(slice.kinds()),
          roster,
          slice.span().first(),
          slice.span().last(),
          slice.planned(),
          slice.listed());
    }
    return slices;
  }

  /** Makes this attempt the slice's; false if the slice is done or the job is not running. */
  boolean begin(String jobId, int slice, String attempt) {
    return db.update(BEGIN, attempt, jobId, slice) == 1;
  }

  /** The attempt that is at work on the slice; empty if it is done or the job is not running. */
  Optional<String> attempt(String jobId, int slice) {
    return db.queryForList(STANDS, String.class, jobId, slice).stream().findFirst();
  }

  void progress(String jobId, int slice, String attempt, int people) {
    db.update(PROGRESS, people, jobId, slice, attempt, people);
  }

  /** Publishes the attempt's result, if the slice is still its. */
  @Transactional
  public boolean finish(String jobId, Slice slice, String attempt, SliceResult result) {
    if (db.update(
            FINISH,
            result.resources(),
            result.expunged(),
            result.optedOut(),
            result.filtered(),
            jobId,
            slice.number(),
            attempt)
        != 1) {
      return false;
    }
    publish(jobId, slice, result);
    return true;
  }

  private void publish(String jobId, Slice slice, SliceResult result) {
    omit(jobId, slice.number(), result.omitted());
    if (result.name() != null && result.written() != null) {
      files.publish(
          jobId, slice.number(), slice.section(), result.name(), result.type(), result.written());
    }
  }

  private void omit(String jobId, int slice, Set<Integer> ordinals) {
    db.update("DELETE FROM export_omitted WHERE job_id = ? AND slice = ?", jobId, slice);
    db.batchUpdate(
        "INSERT INTO export_omitted (job_id, slice, ordinal) VALUES (?,?,?)",
        ordinals.stream().map(ordinal -> new Object[] {jobId, slice, ordinal}).toList());
  }

  /** The people left out of each slice's file, by ordinal. */
  Map<Integer, Set<Integer>> omitted(String jobId) {
    Map<Integer, Set<Integer>> omitted = new HashMap<>();
    db.query(
        "SELECT slice, ordinal FROM export_omitted WHERE job_id = ?",
        row -> {
          omitted.computeIfAbsent(row.getInt(1), slice -> new HashSet<>()).add(row.getInt(2));
        },
        jobId);
    return omitted;
  }

  /** Makes this attempt that of a slice whose file must be replaced; false if none need be. */
  boolean beginAgain(String jobId, int slice, String attempt) {
    return db.update(BEGIN_AGAIN, attempt, jobId, slice) == 1;
  }

  /**
   * Puts the attempt's result in the place of the slice's file, if the slice is still its. A file
   * that would lose nothing stays.
   *
   * @return the names of files that count no more; empty if it is not
   */
  @Transactional
  public Optional<List<String>> replace(
      String jobId, Slice slice, String attempt, SliceResult result) {
    // First: rows that refer to the job lock it, too, and another node may be replacing another
    // slice of it. Each counts the other's.
    totals.lock(jobId);
    List<Long> before = db.queryForList(WRITTEN, Long.class, jobId, slice.number(), attempt);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    if (before.get(0) == result.resources()) { // rows only ever go
      omit(jobId, slice.number(), result.omitted());
      return Optional.of(result.name() == null ? List.of() : List.of(result.name()));
    }
    db.update(
        "UPDATE export_slice SET written = ?, expunged = ?, opted_out = ?, filtered = ? WHERE job_id = ? AND slice = ?",
        result.resources(),
        result.expunged(),
        result.optedOut(),
        result.filtered(),
        jobId,
        slice.number());
    List<String> withdrawn = files.withdraw(jobId, slice.number());
    publish(jobId, slice, result);
    totals.retotal(jobId, sums(jobId));
    return Optional.of(withdrawn);
  }

  Sums sums(String jobId) {
    return db.queryForObject(
        """
        SELECT count(*), coalesce(sum(CASE WHEN state = 'DONE' THEN 1 ELSE 0 END), 0), coalesce(sum(planned), 0),
               coalesce(sum(written), 0), coalesce(sum(expunged), 0), coalesce(sum(opted_out), 0),
               coalesce(sum(filtered), 0)
          FROM export_slice WHERE job_id = ?
        """,
        (rs, i) ->
            new Sums(
                rs.getLong(1),
                rs.getLong(2),
                rs.getLong(3),
                rs.getLong(4),
                rs.getLong(5),
                rs.getLong(6),
                rs.getLong(7)),
        jobId);
  }

  private static Slice slice(ResultSet rs) throws SQLException {
    return new Slice(
        rs.getInt(1),
        Section.valueOf(rs.getString(2)),
        kinds(rs.getString(3)),
        new Span(rs.getInt(4), rs.getInt(5)),
        rs.getLong(6),
        rs.getBoolean(7));
  }

  private static String codes(Set<ResourceKind> kinds) {
    return kinds.stream().sorted().map(ResourceKind::code).collect(Collectors.joining());
  }

  private static Set<ResourceKind> kinds(String codes) {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    codes.chars().forEach(c -> kinds.add(ResourceKind.ofCode(Character.toString(c))));
    return kinds;
  }
}
