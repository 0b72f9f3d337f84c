package io.bcda.export;

import static io.bcda.export.ExportJobStore.utc;

import io.bcda.attribution.ChosenPeople;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What the sweep asks of {@code export_job}. */
@Repository
class JobSweepStore {
  private static final String FORGOTTEN =
      """
      SELECT j.people_list FROM export_job j
       WHERE j.state NOT IN ('PENDING','IN_PROGRESS','COMPLETED') AND j.people_list IS NOT NULL
         AND EXISTS (SELECT 1 FROM cohort_person p WHERE p.list_id = j.people_list)
      """;

  /** Who runs another attempt of such a job has read the selection, or finds that it has ended. */
  private static final String FORGET_SELECTIONS =
      """
      UPDATE export_job SET selection = NULL
       WHERE state NOT IN ('PENDING','IN_PROGRESS','COMPLETED') AND selection IS NOT NULL
      """;

  private final JdbcTemplate db;
  private final ChosenPeople people;

  JobSweepStore(JdbcTemplate db, ChosenPeople people) {
    this.db = db;
    this.people = people;
  }

  /** Puts a retry of the start off, so that each is started once a sweep at most. */
  void startedAgain(String id, Instant now) {
    db.update(
        "UPDATE export_job SET updated_at = ? WHERE id = ? AND state = 'PENDING'", utc(now), id);
  }

  /**
   * A job that batch2 has to do with, or should have.
   *
   * @param instance batch2's; null while none has claimed the job
   */
  record Open(String job, JobState state, @Nullable String instance, Instant updatedAt) {
    /** Accepted, without an instance, before a moment: the node died between. */
    boolean neverStarted(Instant before) {
      return state == JobState.PENDING && instance == null && updatedAt.isBefore(before);
    }
  }

  /** Jobs that wait for an instance or have one, at their end, too, until it was removed. */
  List<Open> open() {
    return db.query(
        "SELECT id, state, batch_instance, updated_at FROM export_job WHERE state = 'PENDING' OR batch_instance IS NOT NULL",
        (rs, i) ->
            new Open(
                rs.getString(1),
                JobState.valueOf(rs.getString(2)),
                rs.getString(3),
                rs.getObject(4, OffsetDateTime.class).toInstant()));
  }

  /** Jobs whose files are served. */
  List<String> completed() {
    return db.queryForList("SELECT id FROM export_job WHERE state = 'COMPLETED'", String.class);
  }

  /** Whether a job has this instance. */
  boolean isClaimed(String instance) {
    return !db.queryForList(
            "SELECT 1 FROM export_job WHERE batch_instance = ?", Integer.class, instance)
        .isEmpty();
  }

  void unbind(String job) {
    db.update("UPDATE export_job SET batch_instance = NULL WHERE id = ?", job);
  }

  /** Completed jobs whose files' time is over become expired. */
  List<String> expire(Instant now) {
    List<String> due =
        db.queryForList(
            "SELECT id FROM export_job WHERE state = 'COMPLETED' AND expires_at <= ?",
            String.class,
            utc(now));
    for (String id : due) {
      db.update(
          "UPDATE export_job SET state = 'EXPIRED', updated_at = ? WHERE id = ? AND state = 'COMPLETED'",
          utc(now),
          id);
    }
    return due;
  }

  /** Jobs whose files are being written or served; those of all others may go. */
  Set<String> keepingFiles() {
    return Set.copyOf(
        db.queryForList(
            "SELECT id FROM export_job WHERE state IN ('PENDING','IN_PROGRESS','COMPLETED')",
            String.class));
  }

  /**
   * Of jobs whose files are gone, removes the lists of people, and the selections: from the hashes
   * in these one could find out, by trying them all, for which identifiers somebody asked.
   */
  void forgetPeople() {
    db.queryForList(FORGOTTEN, String.class).forEach(people::forget);
    db.update(FORGET_SELECTIONS);
  }

  /** Records whose time is over, with all that belongs to them. */
  int purge(Instant before) {
    String old = "state NOT IN ('PENDING','IN_PROGRESS') AND updated_at < ?";
    // Nobody would find the lists again without the rows that name them.
    db.queryForList(
            "SELECT people_list FROM export_job WHERE people_list IS NOT NULL AND " + old,
            String.class,
            utc(before))
        .forEach(people::forget);
    List<String> due =
        db.queryForList("SELECT id FROM export_job WHERE " + old, String.class, utc(before));
    for (String id : due) {
      db.update("DELETE FROM export_file WHERE job_id = ?", id);
      db.update("DELETE FROM export_omitted WHERE job_id = ?", id);
      db.update("DELETE FROM export_slice WHERE job_id = ?", id);
      db.update("DELETE FROM export_job WHERE id = ?", id);
    }
    return due.size();
  }
}
