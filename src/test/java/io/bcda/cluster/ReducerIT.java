package io.bcda.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.api.IJobStepExecutionServices;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.batch2.model.JobWorkCursor;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import io.bcda.harness.TestServer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReducerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final TestServer server = TestServer.H2;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  /** Nothing here ticks: who is not taken at once is never taken. */
  @Test
  void givenJobsThatEndWhileAnotherOneIsEnding_whenItHasEnded_thenTheyEndToo() {
    Reducer reducer =
        new Reducer(
            tables(),
            server.bean(IHapiTransactionService.class),
            server.bean(JobDefinitionRegistry.class),
            server.bean(IJobStepExecutionServices.class),
            server.bean(IInterceptorService.class));
    try {
      reducer.triggerReductionStep("one", cursor());
      await().atMost(PATIENCE).until(() -> seen.contains("one"));
      reducer.triggerReductionStep("two", cursor());
      reducer.triggerReductionStep("three", cursor());
      assertThat(seen).containsOnly("one");
      first.countDown();
      await().atMost(PATIENCE).until(() -> seen.containsAll(List.of("two", "three")));
    } finally {
      first.countDown();
      reducer.shutdown();
    }
  }

  /** Of which the first instance is read slowly; all have ended, so that nothing is to be done. */
  private IJobPersistence tables() {
    return (IJobPersistence)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {IJobPersistence.class},
            (proxy, method, args) -> {
              if (!method.getName().equals("fetchInstance")) {
                return null;
              }
              seen.add((String) args[0]);
              if (args[0].equals("one")) {
                first.await();
              }
              return Optional.empty();
            });
  }

  private JobWorkCursor<?, ?, ?> cursor() {
    JobDefinition<?> export =
        server
            .bean(JobDefinitionRegistry.class)
            .getLatestJobDefinition("ACO_BULK_EXPORT")
            .orElseThrow();
    return JobWorkCursor.fromJobDefinitionAndRequestedStepId(export, "complete-manifest");
  }
}
