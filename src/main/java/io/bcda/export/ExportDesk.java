package io.bcda.export;

import io.bcda.attribution.CohortParts;
import io.bcda.attribution.CohortResolver;
import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.Watermark;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link ExportJobs} over the tables; {@link JobRunner} does what follows a commit. */
@Service
class ExportDesk implements ExportJobs {
  private final ExportJobStore jobs;
  private final JobListStore lists;
  private final ServedFiles files;
  private final ManifestPages pages;
  private final JobRunner runner;
  private final Admission admission;
  private final AuditTrail audit;

  /** What a kick-off decides on. */
  @org.springframework.stereotype.Component
  static class Admission {
    private final CohortResolver cohorts;
    private final CohortParts parts;
    private final Watermark watermark;
    private final JobLimits limits;
    private final KickOffStore kickOffs;
    private final TransactionTemplate transaction;

    Admission(
        CohortResolver cohorts,
        CohortParts parts,
        Watermark watermark,
        JobLimits limits,
        KickOffStore kickOffs,
        PlatformTransactionManager transactions) {
      this.cohorts = cohorts;
      this.parts = parts;
      this.watermark = watermark;
      this.limits = limits;
      this.kickOffs = kickOffs;
      this.transaction = new TransactionTemplate(transactions);
    }

    /** The rows of the people who are asked for; none for all. Only those of the group pass. */
    private Set<Long> members(String aco, ExportRequest request) {
      Set<String> patients = request.selection().patients();
      if (patients.isEmpty()) {
        return Set.of();
      }
      return parts.members(resolve(aco, request, watermark.present()).cohort(), patients);
    }

    private Resolution resolve(String aco, ExportRequest request, IssuedTime time) {
      return cohorts.resolve(aco, scope(request.level()), request.since(), time);
    }
  }

  ExportDesk(
      ExportJobStore jobs,
      JobListStore lists,
      ServedFiles files,
      ManifestPages pages,
      JobRunner runner,
      Admission admission,
      AuditTrail audit) {
    this.jobs = jobs;
    this.lists = lists;
    this.files = files;
    this.pages = pages;
    this.runner = runner;
    this.admission = admission;
    this.audit = audit;
  }

  @Override
  public ExportJob accept(String aco, String clientId, ExportRequest request) {
    // Outside of the transaction: others' kick-offs, loads and imports wait for its latch.
    Set<Long> members = admission.members(aco, request);
    Accepted accepted =
        admission.transaction.execute(status -> record(aco, clientId, request, members));
    if (accepted.isNew()) {
      runner.start(accepted.id());
    }
    return find(aco, accepted.id())
        .orElseThrow(
            () -> new Refusal(Reason.BUSY, "The job was deleted in this moment. Ask again"));
  }

  /** A job for a request: made for it, or one that was running already. */
  private record Accepted(String id, boolean isNew) {}

  private Accepted record(String aco, String clientId, ExportRequest request, Set<Long> members) {
    IssuedTime issued = admission.watermark.issue(Watermark.Cause.EXPORT);
    Optional<String> running = admission.limits.repeated(aco, request);
    if (running.isPresent()) {
      return new Accepted(running.get(), false);
    }
    refuseFuture(request, issued.at());
    admission.limits.requireRoom(aco);
    String id = UUID.randomUUID().toString();
    Optional<Instant> until = request.selection().until();
    Resolution resolution =
        admission
            .resolve(aco, request, issued)
            .limited(whole -> admission.parts.part(whole, id, until, members));
    jobs.insert(id, aco, clientId, request, issued, resolution);
    admission.kickOffs.put(id, request);
    audit.append(AuditKind.EXPORT_STARTED, aco, clientId, id, request.level().path());
    return new Accepted(id, true);
  }

  private static void refuseFuture(ExportRequest request, Instant now) {
    if (request.since().isPresent() && request.since().get().isAfter(now)) {
      throw new Refusal(
              Reason.MALFORMED,
              "_since must be a date that has already passed, by our clock " + now)
          .at("_since");
    }
  }

  private static CohortResolver.Scope scope(ExportLevel level) {
    return switch (level) {
      case SYSTEM, PATIENT -> CohortResolver.Scope.EVERYBODY;
      case GROUP_ALL -> CohortResolver.Scope.ALL;
      case GROUP_NEW -> CohortResolver.Scope.NEW;
      case GROUP_RUNOUT -> CohortResolver.Scope.RUNOUT;
    };
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
    if (!jobs.delete(aco, id)) {
      return false;
    }
    audit.append(AuditKind.EXPORT_DELETED, aco, clientId, id, "deleted");
    runner.stop(id);
    return true;
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
