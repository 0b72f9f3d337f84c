package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** On PostgreSQL an operator's commands act on a server that runs. */
class CommandsBesideServerIT {

  @Test
  void givenARunningServer_whenAClientIsMadeAndEnded_thenTheServerKnowsAtOnce() throws Exception {
    TestServer server = TestServer.POSTGRESQL;
    assertThat(run(server, "aco", "create", "A7101", "--model", "SSP")).contains("is registered");
    List<String> client = run(server, "client", "create", "--aco", "A7101").lines().toList();
    String id = last(client.get(0));
    String secret = last(client.get(1));

    assertThat(token(server, id, secret)).isEqualTo(200);
    assertThat(token(server, id, "wrong")).isEqualTo(401);

    run(server, "client", "deactivate", id);
    assertThat(token(server, id, secret)).isEqualTo(401);
  }

  private static int token(TestServer server, String id, String secret) throws Exception {
    byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/auth/token"))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String run(TestServer server, String... words) {
    Environment environment = server.context().getEnvironment();
    String[] args =
        Stream.concat(
                Stream.of(words),
                Stream.of("spring.datasource.url", "spring.datasource.username")
                    .map(key -> "--" + key + "=" + environment.getRequiredProperty(key)))
            .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = new Commands(Clock.systemUTC(), Map.of()).run(args, console, console);
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(printed).isZero();
    return printed;
  }

  private static String last(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }
}
