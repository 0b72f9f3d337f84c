package io.bcda.cluster;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.api.IJobStepExecutionServices;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.coordinator.ReductionStepExecutorServiceImpl;
import ca.uhn.fhir.batch2.model.JobWorkCursor;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out the last steps of jobs, one after the other. HAPI 8.8's own does one when it is asked
 * and nobody is at it; who asks meanwhile waits for its next tick, so that of many jobs that end
 * together one more ends every ten seconds.
 */
class Reducer extends ReductionStepExecutorServiceImpl {
  /** How often it was asked; as often it is looked whether somebody waits. */
  private final AtomicInteger asked = new AtomicInteger();

  Reducer(
      IJobPersistence tables,
      IHapiTransactionService transactions,
      JobDefinitionRegistry definitions,
      IJobStepExecutionServices services,
      IInterceptorService interceptors) {
    super(ForgottenInstances.over(tables), transactions, definitions, services, interceptors);
  }

  @Override
  public void triggerReductionStep(String instance, JobWorkCursor<?, ?, ?> cursor) {
    asked.incrementAndGet(); // before it is seen whether somebody is at it
    super.triggerReductionStep(instance, cursor);
  }

  @Override
  public void reducerPass() {
    super.reducerPass();
    while (asked.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      super.reducerPass();
    }
  }
}
