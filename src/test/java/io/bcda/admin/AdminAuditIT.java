package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit trail by the operators' API. */
class AdminAuditIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEvents_whenFilteredAndPaged_thenTheseNewestFirst(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    AuditTrail trail = server.bean(AuditTrail.class);
    String client = "audit-" + io.bcda.harness.TestWorld.mbi().substring(4);
    trail.append(AuditKind.TOKEN_ISSUED, "A9980", client, "1", "issued");
    trail.append(AuditKind.TOKEN_REFUSED, "A9981", client, "2", "refused");
    trail.append(AuditKind.CLIENT_CREATED, "A9980", "other", client, "secret added");

    JsonNode all = operator.get("/audit-events?client=" + client).json();
    assertThat(all.get("items").findValuesAsText("kind"))
        .containsExactly("client_created", "token_refused", "token_issued");
    JsonNode page = operator.get("/audit-events?limit=2&client=" + client).json();
    JsonNode rest =
        operator
            .get("/audit-events?limit=2&client=" + client + "&after=" + page.get("next").asText())
            .json();
    assertThat(rest.get("items").findValuesAsText("kind")).containsExactly("token_issued");
    assertThat(rest.has("next")).isFalse();
    assertThat(kinds(operator, client, "&kind=token_refused")).containsExactly("token_refused");
    assertThat(kinds(operator, client, "&aco=A9981")).containsExactly("token_refused");
    String now = server.clock().instant().plusSeconds(60).toString();
    assertThat(kinds(operator, client, "&from=" + now)).isEmpty();
    assertThat(kinds(operator, client, "&to=" + now)).hasSize(3);
    assertThat(kinds(operator, client, "&to=2020-01-01T00:00:00Z")).isEmpty();
    for (String bad : List.of("kind=nothing", "from=today", "client=%20", "after=x", "who=me")) {
      assertProblem(operator.get("/audit-events?" + bad), 400);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenManyEvents_whenExported_thenAllOfThemOldestFirst(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    AuditTrail trail = server.bean(AuditTrail.class);
    String client = "export-" + io.bcda.harness.TestWorld.mbi().substring(4);
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i < 1001; i++) { // one more than is read at once
      trail.append(AuditKind.FILE_DOWNLOADED, "A9980", client, "file " + i, "sent");
      subjects.add("file " + i);
    }
    Answer export =
        operator.get("/audit-events?client=" + client, "Accept", "application/x-ndjson");
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.type()).isEqualTo("application/x-ndjson");
    assertThat(export.header("Cache-Control")).contains("no-store");
    assertThat(export.body().lines().map(line -> AcoClient.json(line).get("subject").asText()))
        .isEqualTo(subjects);
    assertProblem(operator.get("/audit-events", "Accept", "application/xml"), 406);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheTrail_whenRead_thenThatIsOnItOnceWithWhoAndWhat(TestServer server) {
    OperatorHttp operator = OperatorHttp.on(server);
    operator.get("/audit-events?kind=fhir_written&aco=A9980");
    operator.get("/audit-events?to=2026-01-01T00:00:00Z", "Accept", "application/x-ndjson");
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE kind = 'AUDIT_READ' AND client_id = ?"
                        + " ORDER BY id",
                    String.class,
                    operator.clientId()))
        .containsExactly("kind FHIR_WRITTEN aco A9980", "to 2026-01-01T00:00:00Z");
  }

  private static List<String> kinds(OperatorHttp operator, String client, String query) {
    return operator
        .get("/audit-events?client=" + client + query)
        .json()
        .get("items")
        .findValuesAsText("kind");
  }
}
