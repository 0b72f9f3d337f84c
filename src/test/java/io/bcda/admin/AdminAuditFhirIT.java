package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit trail as FHIR, by the operators' API. */
class AdminAuditFhirIT {
  private static final String[] FHIR = {"Accept", "application/fhir+json"};
  private static final String[] LINES = {"Accept", "application/fhir+ndjson"};

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEvents_whenReadAsFhir_thenValidPagesThatLeadToEachOther(TestServer server) {
    OperatorHttp operator = OperatorHttp.on(server);
    String client = three(server);
    Answer page = operator.get("/audit-events?limit=2&client=" + client, FHIR);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("application/fhir+json");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(FhirAuditEventTest.errors(page.body())).isEmpty();
    JsonNode bundle = page.json();
    assertThat(bundle.get("type").asText()).isEqualTo("searchset");
    assertThat(codes(bundle)).containsExactly("file_downloaded", "token_refused");
    assertThat(link(bundle, "self")).endsWith("/admin/v1/audit-events?limit=2&client=" + client);
    URI next = URI.create(link(bundle, "next"));
    JsonNode rest = operator.get(next.getPath() + "?" + next.getQuery(), FHIR).json();
    assertThat(codes(rest)).containsExactly("token_issued");
    assertThat(link(rest, "next")).isEmpty();
    JsonNode event = rest.at("/entry/0/resource");
    assertThat(event.at("/entity/0/what/identifier/value").asText()).isEqualTo("1");
    assertThat(event.at("/agent/0/who/identifier/value").asText()).isEqualTo(client);

    JsonNode nobody = operator.get("/audit-events?client=nobody-there", FHIR).json();
    assertThat(nobody.has("entry")).isFalse();
    assertProblem(operator.get("/audit-events?kind=nothing", FHIR), 400);
    assertThat(
            operator
                .get("/audit-events?kind=audit_read&client=" + operator.clientId())
                .json()
                .get("items"))
        .as("reading is told, with the address")
        .hasSize(4)
        .allSatisfy(e -> assertThat(e.get("address").asText()).isEqualTo("127.0.0.1"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEvents_whenExportedAsFhir_thenOneAuditEventALineOldestFirst(TestServer server) {
    OperatorHttp operator = OperatorHttp.shared(server);
    Answer export = operator.get("/audit-events?client=" + three(server), LINES);
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.type()).isEqualTo("application/fhir+ndjson");
    assertThat(export.body().lines().map(AcoClient::json))
        .allSatisfy(e -> assertThat(e.get("resourceType").asText()).isEqualTo("AuditEvent"))
        .extracting(e -> e.at("/subtype/0/code").asText())
        .containsExactly("token_issued", "token_refused", "file_downloaded");
    assertThat(operator.get("/audit-events?limit=1", "Accept", "*/*").type())
        .isEqualTo("application/json");
  }

  private static String three(TestServer server) {
    AuditTrail trail = server.bean(AuditTrail.class);
    String client = "fhir-" + TestWorld.mbi().substring(4);
    trail.append(AuditKind.TOKEN_ISSUED, "A9980", client, "1", "issued");
    trail.append(AuditKind.TOKEN_REFUSED, "A9981", client, null, "wrong secret");
    trail.append(AuditKind.FILE_DOWNLOADED, "A9980", client, "job/file", "gzip whole");
    return client;
  }

  private static List<String> codes(JsonNode bundle) {
    List<String> codes = new ArrayList<>();
    bundle.get("entry").forEach(e -> codes.add(e.at("/resource/subtype/0/code").asText()));
    return codes;
  }

  private static String link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.get("link")) {
      if (link.get("relation").asText().equals(relation)) {
        return link.get("url").asText();
      }
    }
    return "";
  }
}
