package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.batch2.api.IReductionStepExecutorService;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.batch2.model.JobWorkCursor;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pass may ask for the last step of a job whose batch2 instance is removed in that moment. */
class ForgottenInstanceIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheLastStepOfAnInstanceThatIsGone_whenOthersExport_thenTheirJobsEnd(TestServer server) {
    JobDefinition<?> export =
        server
            .bean(JobDefinitionRegistry.class)
            .getLatestJobDefinition(AcoBulkExport.ID)
            .orElseThrow();
    List<String> steps = export.getSteps().stream().map(step -> step.getStepId()).toList();
    server
        .bean(IReductionStepExecutorService.class)
        .triggerReductionStep(
            UUID.randomUUID().toString(),
            JobWorkCursor.fromJobDefinitionAndRequestedStepId(export, steps.get(steps.size() - 1)));

    AcoClient.Export answer = Crowd.of(server, 1, 2).client().export("Group/all/$export");

    assertThat(answer.output().get("ExplanationOfBenefit")).hasSize(2);
  }
}
