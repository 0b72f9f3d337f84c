package io.bcda.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first request after a start is served like any other. */
class EarlyJobsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void whenTheServerBeginsToListen_thenItKnowsItsJobs(TestServer server) {
    assertThat(server.jobsWhenListening()).contains("ACO_BULK_EXPORT");
  }
}
