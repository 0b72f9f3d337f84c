package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job whose surroundings fail: what is told to the client is what is so. */
class JobFaultsIT {
  private static final String PATH = "Group/all/$export";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobThatCannotBeStarted_whenKickedOff_then202AndTheSweepStartsIt(TestServer server) {
    AcoClient client = Crowd.of(server, 1, 2).client();
    // No new rows; those of other tests are left alone.
    String rule = "ALTER TABLE BT2_JOB_INSTANCE ADD CONSTRAINT no_more CHECK (PROGRESS_PCT < -1) ";
    server.db().execute(rule + (server == TestServer.H2 ? "NOCHECK" : "NOT VALID"));
    String job;
    try {
      job = client.start(PATH);
    } finally {
      server.db().execute("ALTER TABLE BT2_JOB_INSTANCE DROP CONSTRAINT no_more");
    }
    assertThat(client.get(job).statusCode()).isEqualTo(202);
    server.clock().advance(Duration.ofSeconds(20));
    try {
      assertThat(client.await(job).output().get("ExplanationOfBenefit")).hasSize(2);
    } finally {
      server.clock().reset();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheAuditTrailFails_whenAJobIsDeleted_thenItIsStillThere(TestServer server) {
    AcoClient client = Crowd.of(server, 1, 2).client();
    AcoClient.Export export = client.export(PATH);
    String id = export.statusUrl().substring(export.statusUrl().lastIndexOf('/') + 1);
    server
        .db()
        .execute(
            "ALTER TABLE audit_event ADD CONSTRAINT no_more CHECK (kind <> 'EXPORT_DELETED' OR subject <> '%s')"
                .formatted(id));
    try {
      assertThat(client.send("DELETE", export.statusUrl()).statusCode()).isEqualTo(500);
    } finally {
      server.db().execute("ALTER TABLE audit_event DROP CONSTRAINT no_more");
    }

    assertThat(client.await(export.statusUrl()).output()).isEqualTo(export.output());
    assertThat(client.send("DELETE", export.statusUrl()).statusCode()).isEqualTo(202);
    assertThat(client.get(export.statusUrl()).statusCode()).isEqualTo(404);
  }
}
