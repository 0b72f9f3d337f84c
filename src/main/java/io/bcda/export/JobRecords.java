package io.bcda.export;

import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.store.IssuedTime;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts jobs on record, and takes them back, each with its audit event. */
@Component
class JobRecords {
  private final ExportJobStore jobs;
  private final KickOffStore kickOffs;
  private final AuditTrail audit;

  JobRecords(ExportJobStore jobs, KickOffStore kickOffs, AuditTrail audit) {
    this.jobs = jobs;
    this.kickOffs = kickOffs;
    this.audit = audit;
  }

  /** In the transaction that issued the time. */
  void put(
      String id,
      String aco,
      String clientId,
      ExportRequest request,
      IssuedTime issued,
      Resolution resolution) {
    jobs.insert(id, aco, clientId, request, issued, resolution);
    kickOffs.put(id, request);
    audit.append(AuditKind.EXPORT_STARTED, aco, clientId, id, request.level().path());
  }

  /** False if the ACO has no such job. */
  @Transactional
  public boolean delete(String aco, String clientId, String id) {
    boolean deleted = jobs.delete(aco, id);
    if (deleted) {
      audit.append(AuditKind.EXPORT_DELETED, aco, clientId, id, "deleted");
    }
    return deleted;
  }
}
