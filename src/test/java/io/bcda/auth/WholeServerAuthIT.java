package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.auth.AuthHttp.Answer;
import io.bcda.harness.TestServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a client and its tokens in the whole application, on both databases. */
class WholeServerAuthIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClient_whenItLivesThroughAll_thenEachStateHasItsAnswer(TestServer server) {
    AuthHttp http = new AuthHttp(URI.create(server.url()).getPort());
    AcoRegistry acos = server.bean(AcoRegistry.class);
    ClientStore clients = server.bean(ClientStore.class);
    acos.create("A6901", "An ACO", "SSP");
    IssuedSecret client = clients.create("A6901", "a client");
    String token = http.token(client);

    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);
    assertThat(clients.find(client.clientId()).orElseThrow().lastToken()).isPresent();

    http.form("/auth/revoke", client, "token=" + token);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    assertThat(http.form("/auth/introspect", client, "token=" + token).body())
        .isEqualTo("{\"active\":false}");

    String next = http.token(client);
    acos.setStatus("A6901", Aco.Status.DENIED);
    assertThat(http.get("/api/v2/jobs", next).status()).isEqualTo(403);
    acos.setStatus("A6901", Aco.Status.ACTIVE);
    assertThat(http.get("/auth/welcome", next).status()).isEqualTo(200);

    server.bean(ClientChanges.class).deactivate(client.clientId());
    assertThat(http.get("/api/v2/jobs", next).status()).isEqualTo(401);
    assertThat(http.bareToken(client).status()).isEqualTo(401);
  }

  @Test
  void givenTheWholeServer_whenPathsAreAsked_thenTheSameDoors() {
    AuthHttp http = new AuthHttp(URI.create(TestServer.H2.url()).getPort());
    for (String open :
        new String[] {
          "/api/v2/metadata",
          "/api/v2/.well-known/smart-configuration",
          "/.well-known/smart-configuration",
          "/.well-known/oauth-authorization-server",
          "/_auth"
        }) {
      assertThat(http.get(open).status()).as(open).isEqualTo(200);
      assertThat(http.method("HEAD", open).status()).as("HEAD " + open).isEqualTo(200);
      assertOutcome(http.method("POST", open), 405, open);
    }
    for (String guarded :
        new String[] {"/api/v2", "/api/v2/Patient", "/api/v2/jobs", "/data/a/b"}) {
      assertOutcome(http.get(guarded), 401, guarded);
    }
    assertThat(http.get("/auth/jwks").status()).isEqualTo(200);
    assertThat(http.method("HEAD", "/auth/jwks").status()).isEqualTo(200);
    assertFault(http.method("POST", "/auth/jwks"), 405, "invalid_request");
    assertFault(http.get("/auth/welcome"), 401, "invalid_token");
    assertFault(http.get("/auth/nothing"), 404, "invalid_request");
    for (String absent : new String[] {"/actuator/health", "/error", "/fhir", "/oauth2/token"}) {
      assertOutcome(http.get(absent), 404, absent);
    }
  }

  /** All paths below {@code /auth} speak OAuth's JSON, whoever refuses (RFC 6749 section 5.2). */
  private static void assertFault(Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.text("error_description")).isNotBlank();
  }

  private static void assertOutcome(Answer answer, int status, String path) {
    assertThat(answer.status()).as(path).isEqualTo(status);
    assertThat(answer.header("Content-Type")).as(path).startsWith("application/fhir+json");
    assertThat(answer.text("resourceType")).isEqualTo("OperationOutcome");
  }
}
