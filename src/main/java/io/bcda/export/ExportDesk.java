package io.bcda.export;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** {@link ExportJobs} over the tables; {@link JobRunner} does what follows a commit. */
@Service
class ExportDesk implements ExportJobs {
  private static final Logger log = LoggerFactory.getLogger(ExportDesk.class);
  private final ExportJobStore jobs;
  private final JobListStore lists;
  private final ServedFiles files;
  private final ManifestPages pages;
  private final JobRunner runner;
  private final JobAdmission admission;
  private final JobRecords records;

  ExportDesk(
      ExportJobStore jobs,
      JobListStore lists,
      ServedFiles files,
      ManifestPages pages,
      JobRunner runner,
      JobAdmission admission,
      JobRecords records) {
    this.jobs = jobs;
    this.lists = lists;
    this.files = files;
    this.pages = pages;
    this.runner = runner;
    this.admission = admission;
    this.records = records;
  }

  @Override
  public ExportJob accept(String aco, String clientId, ExportRequest request) {
    JobAdmission.Admitted admitted = admission.admit(aco, clientId, request);
    if (admitted.isNew()) {
      start(admitted.job());
    }
    return find(aco, admitted.job())
        .orElseThrow(
            () -> new Refusal(Reason.BUSY, "The job was deleted in this moment. Ask again"));
  }

  /** The job is on record: what fails here must not take it from the client. */
  private void start(String id) {
    try {
      runner.start(id);
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("job", id).setCause(e).log("job not started, the sweep will");
    }
  }

  @Override
  public Optional<ExportJob> find(String aco, String id) {
    return jobs.find(aco, id);
  }

  @Override
  public JobsFound list(String aco, Set<JobState> states, int offset, int limit) {
    return lists.list(aco, states, offset, limit);
  }

  @Override
  public boolean delete(String aco, String clientId, String id) {
    boolean deleted = records.delete(aco, clientId, id);
    if (deleted) {
      runner.stop(id);
    }
    return deleted;
  }

  @Override
  public void showFinished(ExportJob job) {
    if (job.state().isRunning() && job.manner().partial()) {
      pages.turn(job.id());
    }
  }

  @Override
  public Optional<ExportedFile> file(String aco, String jobId, String name) {
    Optional<ExportJob> job = find(aco, jobId);
    if (job.isPresent() && job.get().state() == JobState.EXPIRED) {
      throw new Refusal(Reason.GONE, "The job has expired, its files are deleted");
    }
    return job.flatMap(j -> files.find(j, name));
  }

  @Override
  public boolean isWithdrawn(String aco, String jobId, String name) {
    return find(aco, jobId).map(job -> files.mustNotBeServed(job, name)).orElse(true);
  }

  @Override
  public boolean awaitsReplacement(String aco, String id) {
    return find(aco, id).filter(files::awaitReplacement).isPresent();
  }
}
