package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files of a job that has expired. By itself: the server expires what other tests have, too. */
class ExpiredDownloadIT {
  private static final TestServer SERVER = TestServer.H2;

  @Test
  void givenAnExpiredJob_whenAsked_then410AndItsStatusToo() {
    TinyWorld world = TinyWorld.in(SERVER);
    AcoClient.Export export = world.client().export("Group/all/$export?_type=Patient");
    String url = export.manifest().at("/output/0/url").asText();
    String expired = url.substring("http://localhost:8080".length());
    SERVER.clock().advance(Duration.ofHours(25));
    try {
      // The token of this morning has lapsed as well.
      AcoClient later = AcoClient.of(SERVER, world.aco());
      for (String method : new String[] {"GET", "HEAD"}) {
        assertThat(later.send(method, expired).statusCode()).isEqualTo(410);
      }
      var status = later.get(export.statusUrl());
      assertThat(status.statusCode()).isEqualTo(410);
      assertThat(status.headers().firstValue("Expires")).isPresent();
      assertThat(status.body()).contains("OperationOutcome", "not-found");
      assertThat(later.send("DELETE", export.statusUrl()).statusCode()).isEqualTo(202);
      assertThat(later.get(export.statusUrl()).statusCode()).isEqualTo(404);
      assertThat(later.get(expired).statusCode()).isEqualTo(404);
    } finally {
      SERVER.clock().reset();
    }
  }
}
