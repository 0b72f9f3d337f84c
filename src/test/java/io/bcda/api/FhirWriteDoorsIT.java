package io.bcda.api;

import static io.bcda.harness.FhirWriter.bundleOf;
import static io.bcda.harness.FhirWriter.claim;
import static io.bcda.harness.FhirWriter.coverage;
import static io.bcda.harness.FhirWriter.patient;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.ClientChanges;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FHIR writes do not open, and to whom they are not open. */
class FhirWriteDoorsIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final String ID = "door-" + UUID.randomUUID();
  private static final String MBI = TestWorld.mbi();
  private static FhirWriter writer;
  private static AcoClient aco;

  @BeforeAll
  static void boot() {
    writer = FhirWriter.of(SERVER);
    aco = AcoClient.of(SERVER, "A6998");
  }

  /** Whatever was tried, nothing was written. */
  @AfterEach
  void nothingThere() {
    assertThat(
            SERVER
                .db()
                .queryForObject(
                    "SELECT count(*) FROM hfj_resource WHERE fhir_id = ?", Long.class, ID))
        .isZero();
  }

  @Test
  void givenStrangersAndAcos_whenTheyWriteOrRead_thenRefused() {
    String body = patient(ID, MBI);
    for (String request :
        List.of(
            "POST /api/v2",
            "POST /api/v2/Patient",
            "PUT /api/v2/Patient/" + ID,
            "DELETE /api/v2/Patient/" + ID,
            "GET /api/v2/Patient/" + ID,
            "GET /api/v2/Patient?_id=" + ID)) {
      String[] parts = request.split(" ");
      String type = "Content-Type: application/fhir+json";
      String length = "Content-Length: " + body.length();
      // What an ACO reads, AcoReadsIT tells.
      boolean read = parts[0].equals("GET");
      for (String token :
          read ? List.of("") : List.of("", "Authorization: Bearer " + aco.token())) {
        String head =
            "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n%s\r\n%s\r\n\r\n"
                .formatted(parts[0], parts[1], type, length, token.isEmpty() ? "X: y" : token);
        Raw answer = Raw.exchange(SERVER, head + body);
        assertThat(answer.status()).as(request).isEqualTo(token.isEmpty() ? 401 : 403);
        assertThat(answer.text()).contains("OperationOutcome").doesNotContain(MBI, ID);
      }
    }
  }

  @Test
  void givenARevokedOrEndedClient_whenItWrites_then401() {
    FhirWriter ended = FhirWriter.of(SERVER);
    SERVER.bean(ClientChanges.class).deactivate(ended.clientId());
    assertThat(ended.put(patient(ID, MBI)).statusCode()).isEqualTo(401);

    FhirWriter late = FhirWriter.of(SERVER);
    SERVER.clock().advance(java.time.Duration.ofHours(1));
    try {
      assertThat(late.put(patient(ID, MBI)).statusCode()).isEqualTo(401);
    } finally {
      SERVER.clock().reset();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/jobs",
        "/api/v2/jobs/1",
        "/api/v2/attribution_status",
        "/api/v2/Group",
        "/api/v2/Group/all",
        "/api/v2/Group/all/$export",
        "/api/v2/$export",
        "/api/v2/Patient/$export",
        "/data/1/x.ndjson"
      })
  void givenAPathOfAcos_whenASystemClientComes_then403(String path) {
    Raw answer =
        Raw.send(
            SERVER,
            "GET",
            path,
            "Authorization: Bearer " + writer.token(),
            "Accept: application/fhir+json",
            "Prefer: respond-async");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("OperationOutcome");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|Group/x|403",
        "POST|Group|403",
        "PUT|SearchParameter/bcda-Patient-identifier|403",
        "DELETE|SearchParameter/bcda-Patient-identifier|403",
        "POST|Binary|403",
        "POST|Bundle|403",
        "PUT|Task/x|403",
        "POST|$expunge|403",
        "POST|$reindex|403",
        "POST|Patient/$expunge|403",
        "POST|Patient/x/$expunge|403",
        "POST|Patient/$validate|403",
        "POST|Patient/x/$meta-add|403",
        "GET|_history|403",
        "GET|Patient/_history|403",
        "GET|Patient/x/$everything|403",
        "GET|Patient/x/Coverage|403",
        "GET|Patient/x/_history/1/y|403",
        "PUT|Patient/x/_history/1|405",
        "PATCH|Patient/x|405",
        "PATCH|Patient?_id=x|400",
        "PUT|Patient?identifier=x|400",
        "PUT|Patient|400",
        "DELETE|Patient?identifier=x|400",
        "DELETE|Patient/x?_cascade=delete|400",
        "DELETE|Patient/x?_expunge=true|400",
        "POST|Patient?identifier=x|400",
        "POST|?_id=x|400",
        "GET|Patient|400",
        "GET|Patient?name=x|400",
        "GET|Patient?identifier:missing=true|400",
        "GET|ExplanationOfBenefit?patient.identifier=x|400",
        "GET|ExplanationOfBenefit?patient=x&_include=*|400",
        "GET|Coverage?_has:ExplanationOfBenefit:coverage:_id=x|400",
        "GET|?_id=x|403",
        "PUT|Patient/a%2Fb|400",
        "PUT|Patient/a%20b|403",
        "PUT|Patient/..|400",
        "OPTIONS|Patient/x|405",
        "HEAD|Patient/x|405"
      })
  void givenWhatIsNotOnTheList_whenASystemClientAsks_thenRefused(
      String method, String path, int status) {
    String body = patient("x", MBI);
    Raw answer =
        Raw.exchange(
            SERVER,
            "%s /api/v2%s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    .formatted(method, path.startsWith("?") ? "" : "/", path)
                + "Authorization: Bearer "
                + writer.token()
                + "\r\nContent-Type: application/fhir+json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (!method.equals("HEAD")) {
      assertThat(answer.text()).contains("OperationOutcome").doesNotContain("HAPI-", MBI);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "If-None-Exist, identifier=x, 400",
    "If-None-Match, *, 400",
    "Content-Location, Patient/other, 400",
    "X-Upsert-Extistence-Check, disabled, 400",
    "X-Rewrite-History, true, 400",
    "X-Transaction-Semantics, TryBatchAsTransactionFirst=true, 400",
    "If-Match, anything, 400",
    "Content-Encoding, gzip, 415",
    "Content-Type, application/fhir+xml, 415",
    "Content-Type, text/plain, 415",
    "Content-Type, application/fhir+json;charset=utf-16, 415",
  })
  void givenAHeaderThatChangesAWrite_whenSent_thenRefused(String name, String value, int status) {
    HttpResponse<String> answer = writer.put(patient(ID, MBI), name, value);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("OperationOutcome").doesNotContain(ID, MBI);
  }

  @Test
  void givenABundle_whenOneEntryIsAgainstTheRules_thenNothingIsWritten() {
    String good = "PUT Patient/" + ID + " " + patient(ID, MBI);
    for (String bad :
        List.of(
            "POST Group {\"resourceType\":\"Group\",\"type\":\"person\",\"actual\":true}",
            "GET Patient/" + ID,
            "GET Patient?identifier=" + MBI,
            "PATCH Patient/x " + patient("x", MBI),
            "HEAD Patient/x",
            "POST Patient?identifier=x " + patient("", MBI),
            "PUT Patient?identifier=x " + patient("", MBI),
            "PUT Patient/x/_history/1 " + patient("x", MBI),
            "DELETE Patient?identifier=x",
            "DELETE Patient",
            "POST Patient/$expunge " + patient("", MBI),
            "PUT http://localhost:8080/api/v2/Patient/x " + patient("x", MBI),
            "PUT /Patient/x " + patient("x", MBI),
            "PUT Patient/other " + patient("x", MBI),
            "PUT Coverage/x " + patient("x", MBI),
            "PUT Patient/x",
            "DELETE Patient/x " + patient("x", MBI),
            "PUT Coverage/x " + coverage("x", "urn:uuid:" + UUID.randomUUID()),
            "PUT ExplanationOfBenefit/x " + claim("x", "Patient?identifier=" + MBI, "2026"),
            good)) {
      for (String type : List.of("transaction", "batch")) {
        HttpResponse<String> answer = writer.bundle(type, good, bad);
        assertThat(answer.statusCode()).as(bad + answer.body()).isBetween(400, 403);
        assertThat(answer.body()).contains("OperationOutcome").doesNotContain(ID, MBI, "HAPI-");
        assertThat(answer.body()).contains("Entry 1 of the Bundle");
        nothingThere();
      }
    }
    for (String type : List.of("collection", "history", "searchset", "document")) {
      assertThat(writer.bundle(type, good).statusCode()).as(type).isEqualTo(400);
    }
    String conditional =
        bundleOf("transaction", good).replace("\"PUT\"", "\"PUT\",\"ifNoneMatch\":\"*\"");
    assertThat(writer.send("POST", "", conditional).statusCode()).isEqualTo(400);
    assertThat(writer.bundle("transaction").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "{\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"other\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"@\"}",
        "{\"resourceType\":\"Nonsense\",\"id\":\"@\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"@\",\"id\":\"@\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"@\",\"secretword\":1}",
        "{\"resourceType\":\"Patient\",\"id\":\"@\",\"birthDate\":\"secretword\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"@\",\"gender\":\"secretword\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"@\",\"name\":\"secretword\"}",
      })
  void givenABadBody_whenPut_thenToldWithoutQuotingIt(String body) {
    HttpResponse<String> answer =
        writer.send(
            "PUT", "Patient/" + ID, body.replace("@", ID), "Content-Type", "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body())
        .contains("OperationOutcome")
        .doesNotContain("secretword", "HAPI-", ID);
  }

  @Test
  void givenClaimsOfNobody_whenPut_thenRefused() {
    for (String reference :
        List.of("", "x", "Group/1", "#p", "http://elsewhere/Patient/1", "urn:uuid:1")) {
      HttpResponse<String> answer = writer.put(claim(ID, reference, "2026-01-01"));
      assertThat(answer.statusCode()).as(reference + answer.body()).isEqualTo(400);
    }
  }

  @Test
  void givenABodyThatIsTooLong_whenAnnounced_then413BeforeItIsSent() throws Exception {
    String head =
        "PUT /api/v2/Patient/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                .formatted(ID, writer.token())
            + "Content-Type: application/fhir+json\r\nContent-Length: 99999999999\r\n\r\n";
    try (Socket socket = new Socket("localhost", URI.create(SERVER.url()).getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void givenANarrowerToken_whenItGoesBeyond_thenInsufficientScope() {
    FhirWriter coverages = FhirWriter.of(SERVER, "system/Coverage.cu system/Patient.r");
    assertThat(coverages.put(patient(ID, MBI)).body()).contains("do not open Patient (update)");
    assertThat(coverages.get("Patient?_id=x").statusCode()).isEqualTo(403);
    assertThat(coverages.delete("Coverage/x").statusCode()).isEqualTo(403);
    assertThat(coverages.bundle("transaction", "PUT Patient/" + ID + " " + patient(ID)).body())
        .contains("do not open Patient (update)");
    String cover = "cov-" + UUID.randomUUID();
    assertThat(coverages.put(coverage(cover, "Patient/x")).statusCode()).isEqualTo(201);
  }

  @Test
  void givenMetadata_whenWritesAreOn_thenItTellsOfThem() {
    String text = writer.get("metadata").body();
    assertThat(AcoClient.json(text).at("/rest/0/interaction").findValuesAsText("code"))
        .containsExactly("transaction", "batch");
    assertThat(AcoClient.json(text).at("/rest/0/resource/0/interaction").findValuesAsText("code"))
        .contains("create", "update", "delete", "read", "vread", "search-type", "history-instance")
        .doesNotContain("patch");
  }
}
