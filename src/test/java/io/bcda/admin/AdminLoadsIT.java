package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims files by the operators' API. */
class AdminLoadsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimsFile_whenSent_thenLoadedAndToldWhereItIs(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    String mbi = TestWorld.mbi();
    String name = "sent-" + mbi.substring(4).toLowerCase(java.util.Locale.ROOT) + ".ndjson";
    Answer sent = operator.file("/claims-files?name=" + name, patient("sent-" + mbi, mbi));
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    assertThat(sent.header("Location")).isEqualTo("/admin/v1/claims-files/" + name);

    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                operator.get(sent.header("Location")).json().get("place").asText().equals("done"));
    JsonNode done = operator.get(sent.header("Location")).json();
    assertThat(done.get("report").asText()).contains(name).doesNotContain(mbi);
    JsonNode loads = operator.get(done.get("loads").asText()).json();
    assertThat(loads.get("items")).hasSize(1);
    JsonNode load = loads.at("/items/0");
    assertThat(load.get("state").asText()).isEqualTo("done");
    assertThat(load.get("lines").asInt()).isEqualTo(1);
    assertThat(load.get("percent").asInt()).isEqualTo(100);
    assertThat(operator.get("/loads/" + load.get("id").asLong()).json()).isEqualTo(load);
    assertThat(operator.get("/loads?limit=1").json().get("items")).hasSize(1);
    assertProblem(operator.get("/loads/999999999"), 404);
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT count(*) FROM audit_event WHERE kind = 'CLAIMS_DELIVERED'"
                        + " AND subject = ? AND client_id = ?",
                    Integer.class,
                    name,
                    operator.clientId()))
        .isEqualTo(1);

    Answer same = operator.file("/claims-files?name=" + name, new byte[] {'{', '\n'});
    assertThat(same.status()).as("its name is free again").isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                operator
                    .get(same.header("Location"))
                    .json()
                    .get("place")
                    .asText()
                    .equals("rejected"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenANameThatWaits_whenSentAgain_then409AndTheFirstStays(TestServer server)
      throws IOException {
    OperatorHttp operator = OperatorHttp.shared(server);
    // A file that lies in a claim's folder is one that a node is busy with.
    Path claim = server.home().resolve("inbox/claims/work/held");
    String name =
        "held-" + TestWorld.mbi().substring(4).toLowerCase(java.util.Locale.ROOT) + ".ndjson";
    Files.createDirectories(claim);
    Files.writeString(claim.resolve(".lease"), "");
    Files.writeString(claim.resolve(name), "first");
    Files.setLastModifiedTime(
        claim.resolve(".lease"), java.nio.file.attribute.FileTime.from(server.clock().instant()));
    try {
      assertThat(operator.get("/claims-files/" + name).json().get("place").asText())
          .isEqualTo("taken");
      assertProblem(operator.file("/claims-files?name=" + name, new byte[] {'x'}), 409);
      assertThat(claim.resolve(name)).hasContent("first");
    } finally {
      Files.delete(claim.resolve(name));
      Files.delete(claim.resolve(".lease"));
      Files.delete(claim);
    }
    assertProblem(operator.get("/claims-files/" + name), 404);
    assertProblem(operator.file("/claims-files?name=patients.csv", new byte[] {'x'}), 400);
  }

  private static byte[] patient(String id, String mbi) {
    return """
        {"resourceType":"Patient","id":"%s","identifier":[{"system":\
        "http://hl7.org/fhir/sid/us-mbi","value":"%s"}],"birthDate":"1940-01-31"}
        """
        .formatted(id, mbi)
        .getBytes(StandardCharsets.UTF_8);
  }
}
