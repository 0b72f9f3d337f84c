package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.HttpFuzz;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes to the endpoints with client credentials, they grant or refuse in the form of RFC
 * 6749; what the container or the firewall turns away has the form of all the others.
 */
class TokenFuzzIT {
  /** What is said of a client and its request once the endpoint was found. */
  private static final Set<Integer> CLIENTS = Set.of(401, 429);

  @Test
  void givenMadeUpRequests_whenSent_thenGrantedOrRefusedInForm() {
    TestServer server = TestServer.H2;
    IssuedSecret client =
        server.bean(ClientStore.class).create(new TestWorld(server).aco(), "fuzz");
    server.bean(ClientKeyStore.class).replace(client.clientId(), TestAssertion.jwks(RSA, EC));
    int port = URI.create(server.url()).getPort();
    AuthHttp http = new AuthHttp(port);
    MadeUpTokenRequests requests =
        new MadeUpTokenRequests(client, http.token(client), "http://localhost:8080/auth/token");

    Map<Integer, Integer> seen =
        new HttpFuzz(port).run("token endpoint", requests, TokenFuzzIT::look);

    assertThat(seen.keySet()).contains(200, 400, 401);
    assertThat(seen.getOrDefault(0, 0)).isLessThan(seen.get(400));
    assertThat(http.bareToken(client).status()).isEqualTo(200);
  }

  private static void look(String request, HttpFuzz.Answer answer) {
    if (answer.status() < 400) {
      return;
    }
    JsonNode body = AcoClient.json(first(answer));
    if (answer.has("Content-Type: application/json")) {
      assertThat(body.path("error").asText()).isNotBlank();
      assertThat(answer.has("Cache-Control: no-store")).isTrue();
    } else {
      assertThat(body.path("resourceType").asText()).isEqualTo("OperationOutcome");
      assertThat(request.startsWith("POST /auth/") && CLIENTS.contains(answer.status()))
          .as("a client's fault in another form")
          .isFalse();
    }
  }

  /** The body of the first answer: what follows answers what followed the request. */
  private static String first(HttpFuzz.Answer answer) {
    int next = answer.rest().indexOf("HTTP/1.1 ");
    return next < 0 ? answer.rest() : answer.rest().substring(0, next);
  }
}
