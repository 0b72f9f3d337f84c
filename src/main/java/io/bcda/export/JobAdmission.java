package io.bcda.export;

import io.bcda.attribution.CohortParts;
import io.bcda.attribution.CohortResolver;
import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.Watermark;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Decides on a kick-off: of whom it may tell, as of when, and whether there is room for it. */
@Component
class JobAdmission {
  private final CohortResolver cohorts;
  private final CohortParts parts;
  private final Watermark watermark;
  private final JobLimits limits;
  private final JobRecords records;
  private final TransactionTemplate transaction;

  JobAdmission(
      CohortResolver cohorts,
      CohortParts parts,
      Watermark watermark,
      JobLimits limits,
      JobRecords records,
      PlatformTransactionManager transactions) {
    this.cohorts = cohorts;
    this.parts = parts;
    this.watermark = watermark;
    this.limits = limits;
    this.records = records;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A job for a request: made for it, or one that was running already. */
  record Admitted(String job, boolean isNew) {}

  /**
   * Puts a job on record, or finds one that answers the request.
   *
   * @throws Refusal if the request is one that an ACO may not make, or not now
   */
  Admitted admit(String aco, String clientId, ExportRequest request) {
    // Outside of the transaction: others' kick-offs, loads and imports wait for its latch.
    Set<Long> members = members(aco, request);
    return transaction.execute(status -> record(aco, clientId, request, members));
  }

  /** The rows of the people who are asked for; none for all. Only those of the group pass. */
  private Set<Long> members(String aco, ExportRequest request) {
    Set<String> patients = request.selection().patients();
    if (patients.isEmpty()) {
      return Set.of();
    }
    return parts.members(resolve(aco, request, watermark.present()).cohort(), patients);
  }

  private Admitted record(String aco, String clientId, ExportRequest request, Set<Long> members) {
    IssuedTime issued = watermark.issue(Watermark.Cause.EXPORT);
    Optional<String> running = limits.repeated(aco, request);
    if (running.isPresent()) {
      return new Admitted(running.get(), false);
    }
    refuseFuture(request, issued.at());
    limits.requireRoom(aco);
    String id = UUID.randomUUID().toString();
    Optional<Instant> until = request.selection().until();
    Resolution resolution =
        resolve(aco, request, issued).limited(whole -> parts.part(whole, id, until, members));
    records.put(id, aco, clientId, request, issued, resolution);
    return new Admitted(id, true);
  }

  private Resolution resolve(String aco, ExportRequest request, IssuedTime time) {
    return cohorts.resolve(aco, scope(request.level()), request.since(), time);
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
}
