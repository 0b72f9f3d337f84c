package io.bcda.export;

import ca.uhn.fhir.batch2.model.JobDefinition;
import io.bcda.cluster.WorkOwner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The batch2 job {@code ACO_BULK_EXPORT}: plan, stream each slice, complete. */
@Configuration(proxyBeanMethods = false)
class AcoBulkExport {
  static final String ID = "ACO_BULK_EXPORT";

  /** ACOs share the workers equally: one ACO's large export does not keep the others waiting. */
  @Bean
  WorkOwner acoOfWork(RunningJobs jobs) {
    return jobs::owner;
  }

  @Bean
  JobDefinition<ExportJobParameters> acoBulkExportJob(
      PlanSlices plan, StreamSlice stream, JobCompletion completion, JobFailure failure) {
    return JobDefinition.newBuilder()
        .setJobDefinitionId(ID)
        .setJobDefinitionVersion(1)
        .setJobDescription("Bulk export of an ACO's people")
        .setParametersType(ExportJobParameters.class)
        .gatedExecution()
        .addFirstStep("plan-slices", "Cuts the job into slices", SliceNote.class, plan)
        .addIntermediateStep("stream-slice", "Writes a slice to a file", SliceNote.class, stream)
        .addFinalReducerStep(
            "complete-manifest",
            "Checks the sums and completes the job",
            SliceNote.class,
            new CompleteManifest(completion))
        .errorHandler(
            details ->
                failure.fail(
                    details.getParameters().job(),
                    details.getInstance().getInstanceId(),
                    "A part of the export failed after several attempts."))
        .build();
  }
}
