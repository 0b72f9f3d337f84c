package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs are an ACO's, whichever of its clients started them. */
class TwoClientsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAJobOfOneClient_whenAnotherOfTheAcoAsks_thenItIsItsToo(TestServer server) {
    TinyWorld world = TinyWorld.in(server);
    AcoClient.Export export = world.client().export("Group/all/$export?_type=Patient");
    String status = URI.create(export.statusUrl()).getPath();
    String file = URI.create(export.manifest().at("/output/0/url").asText()).getPath();

    AcoClient second = AcoClient.of(server, world.aco());
    JsonNode jobs = AcoClient.json(second.get("/api/v2/jobs").body());
    assertThat(jobs.findValuesAsText("id"))
        .containsExactly(status.substring(status.lastIndexOf('/') + 1));
    assertThat(AcoClient.json(second.get(status).body())).isEqualTo(export.manifest());
    assertThat(second.get(file).statusCode()).isEqualTo(200);
    assertThat(second.get(file).body()).isEqualTo(world.client().get(file).body()).isNotEmpty();

    AcoClient stranger = TinyWorld.in(server).client();
    assertThat(stranger.get(status).statusCode()).isEqualTo(404);
    assertThat(stranger.get(file).statusCode()).isEqualTo(404);
    assertThat(stranger.send("DELETE", status).statusCode()).isEqualTo(404);
    assertThat(stranger.get("/api/v2/jobs").body()).doesNotContain(status);

    assertThat(second.send("DELETE", status).statusCode()).isEqualTo(202);
    assertThat(world.client().get(status).statusCode()).isEqualTo(404);
  }
}
