package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.HttpFuzz;
import io.bcda.harness.TestServer;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is asked with a good token is answered, or refused as an OperationOutcome. */
class QueryFuzzIT {
  private static final Pattern STARTED = Pattern.compile("Content-Location: (\\S+)");

  @Test
  void givenMadeUpRequests_whenSent_thenAnsweredOrRefusedInForm() {
    TestServer server = TestServer.H2;
    TinyWorld world = TinyWorld.in(server);
    AcoClient rich = world.client();
    AcoClient bare = AcoClient.of(server, "A6996");
    AcoClient.Export export = rich.export("Group/all/$export?_type=Patient");
    String[] file = URI.create(export.manifest().at("/output/0/url").asText()).getPath().split("/");

    Map<Integer, Integer> seen =
        new HttpFuzz(URI.create(server.url()).getPort())
            .run(
                "query validators",
                new MadeUpQueries(bare.token(), rich.token(), file[2], file[3]),
                (request, answer) -> look(request, answer, rich));

    assertThat(seen.keySet()).contains(200, 206, 400, 404, 416);
    assertThat(seen.getOrDefault(0, 0)).isLessThan(seen.get(400));
    assertThat(rich.get(export.statusUrl()).statusCode()).isEqualTo(200);
  }

  private static void look(String request, HttpFuzz.Answer answer, AcoClient rich) {
    Matcher started = STARTED.matcher(answer.head());
    if (answer.status() == 202 && started.find()) {
      rich.send("DELETE", started.group(1)); // so that the next ones find room
    }
    if (answer.status() >= 400 && !request.startsWith("HEAD ")) {
      assertThat(answer.has("Content-Type: application/fhir+json")).as(answer.head()).isTrue();
      int next = answer.rest().indexOf("HTTP/1.1 ");
      String body = next < 0 ? answer.rest() : answer.rest().substring(0, next);
      assertThat(AcoClient.json(body).path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
  }
}
