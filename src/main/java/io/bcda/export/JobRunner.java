package io.bcda.export;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.cluster.Passes;
import io.bcda.files.ExportFileStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Starts and stops batch2's instance of a job. */
@Component
class JobRunner {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /** Ended instances looked at in one sweep; those of one pace are far fewer. */
  private static final int PAGE = 500;

  private final ObjectProvider<IJobCoordinator> coordinator;
  private final ObjectProvider<IJobPersistence> instances;
  private final Passes passes;
  private final ExportFileStore files;

  JobRunner(
      ObjectProvider<IJobCoordinator> coordinator,
      ObjectProvider<IJobPersistence> instances,
      Passes passes,
      ExportFileStore files) {
    this.coordinator = coordinator;
    this.instances = instances;
    this.passes = passes;
    this.files = files;
  }

  /** Starts an instance; of several for one job, the first to plan wins. */
  void start(String id) {
    JobInstanceStartRequest request =
        new JobInstanceStartRequest(AcoBulkExport.ID, new ExportJobParameters(id));
    coordinator.getObject().startInstance(new SystemRequestDetails(), request);
    passes.request();
  }

  /** The job was deleted or failed: its slices see it by themselves, its files go now. */
  void stop(String id) {
    try {
      files.deleteJob(id);
    } catch (IOException e) {
      log.atWarn().addKeyValue("job", id).setCause(e).log("files not deleted, the sweep will");
    }
    passes.request();
  }

  /** Whether the instance still works on its job. */
  boolean isAlive(String instance) {
    Optional<JobInstance> found = instances.getObject().fetchInstance(instance);
    return found.isPresent() && !found.get().getStatus().isEnded();
  }

  /** Removes an instance that nobody needs, so that passes have little to read. */
  void forget(String instance) {
    passes.apart(() -> remove(instance));
  }

  /**
   * Removes ended instances that no job has: the job was deleted before they began, or another
   * instance of it was first.
   */
  void forgetUnclaimed(Predicate<String> isClaimed) {
    List<String> ended =
        instances
            .getObject()
            .fetchInstancesByJobDefinitionIdAndStatus(
                AcoBulkExport.ID, StatusEnum.getEndedStatuses(), PAGE, 0)
            .stream()
            .map(JobInstance::getInstanceId)
            .filter(isClaimed.negate())
            .toList();
    OneByOne.each(ended, instance -> instance, this::forget);
  }

  private void remove(String instance) {
    instances
        .getObject()
        .fetchInstance(instance)
        .ifPresent(
            found -> {
              if (found.getStatus().isEnded()) {
                instances.getObject().deleteInstanceAndChunks(instance);
              } else {
                instances.getObject().cancelInstance(instance);
              }
            });
  }
}
