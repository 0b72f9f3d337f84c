package io.bcda.export;

import io.bcda.attribution.ChangeList;
import io.bcda.files.ExportFileStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Mends what a crash left between {@code export_job} and batch2, and keeps retention. Every step is
 * a guarded update, so that several nodes may sweep at once, and a job or folder that resists stops
 * none of the others.
 */
@Component
class JobSweep {
  private static final Logger log = LoggerFactory.getLogger(JobSweep.class);
  private static final Duration START_GRACE = Duration.ofSeconds(15);

  private final JobSweepStore jobs;
  private final JobRunner runner;
  private final JobFailure failure;
  private final ExportFileStore files;
  private final ChangeList changes;
  private final JobSettings settings;
  private final Clock clock;

  JobSweep(
      JobSweepStore jobs,
      JobRunner runner,
      JobFailure failure,
      ExportFileStore files,
      ChangeList changes,
      JobSettings settings,
      Clock clock) {
    this.jobs = jobs;
    this.runner = runner;
    this.failure = failure;
    this.files = files;
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
  }

  /** Starts, ends or lets go what a crash left halfway. */
  void mend() {
    Instant now = clock.instant();
    OneByOne.each(jobs.open(), JobSweepStore.Open::job, open -> mend(open, now));
    runner.forgetUnclaimed(jobs::isClaimed);
  }

  /** Ends what is served no more, and removes all files but those of jobs that write or serve. */
  void expire() throws IOException {
    jobs.expire(clock.instant());
    OneByOne.each(ended(files.jobs()), id -> id, files::deleteJob);
  }

  /** Removes what is of no use any more, and hurts nobody while it waits. */
  void purge() {
    OneByOne.each(ended(changes.lists()), id -> id, changes::forget);
    jobs.forgetPeople();
    jobs.purge(clock.instant().minus(settings.keepRecords()));
  }

  /**
   * Those whose job neither writes nor serves any more.
   *
   * @param having jobs that have something, seen before: a job is on record before it has anything
   */
  private List<String> ended(Set<String> having) {
    if (having.isEmpty()) {
      return List.of();
    }
    Set<String> keeping = jobs.keepingFiles();
    return having.stream().filter(id -> !keeping.contains(id)).toList();
  }

  private void mend(JobSweepStore.Open open, Instant now) {
    String id = open.job();
    String instance = open.instance();
    if (open.neverStarted(now.minus(START_GRACE))) {
      jobs.startedAgain(id, now);
      runner.start(id);
      log.atWarn().addKeyValue("job", id).log("job started again");
    } else if (instance != null && open.state() == JobState.IN_PROGRESS) {
      if (!runner.isAlive(instance)) {
        failure.fail(id, instance, "The export lost its worker.");
      }
    } else if (instance != null && open.state() != JobState.PENDING) {
      runner.forget(instance);
      if (!runner.isAlive(instance)) {
        jobs.unbind(id);
      }
    }
  }
}
