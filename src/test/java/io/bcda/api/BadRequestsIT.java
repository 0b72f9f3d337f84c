package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is an OperationOutcome that says what and how. */
class BadRequestsIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final String ACCEPT = "Accept: application/fhir+json";
  private static final String PREFER = "Prefer: respond-async";
  private static AcoClient client;
  private static String bearer;
  private static String file;

  @BeforeAll
  static void load() {
    client = TinyWorld.in(SERVER).client();
    bearer = "Authorization: Bearer " + client.token();
    AcoClient.Export export = client.export("Group/all/$export?_type=Patient");
    file = URI.create(export.manifest().at("/output/0/url").asText()).getPath();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "_type=Observation|400|_type|Coverage, ExplanationOfBenefit, Patient",
        "_type=Patient,Patient|400|_type|Repeated resource type Patient",
        "_type=Patient&_type=Patient|400|_type|Repeated resource type Patient",
        "_since=2026-01-01|400|_since|FHIR Instant",
        "_since=nonsense|400|_since|FHIR Instant",
        "_outputFormat=text/csv|400|_outputFormat|application/fhir+ndjson",
        "_elements=nothing|400|_elements|element or Type.element",
        "identifier=x|400||send it by POST",
        "_typeFilter=Patient%3Fidentifier%3Dx|400|_typeFilter|send it by POST",
        "patient=Patient/1|400|patient|body of a POST",
        "_typeFilter=x|400|_typeFilter|_typeFilter",
        "&?_since=2026-01-01T00:00:00Z|400||cannot start with ?",
        "_typo=1|400|_typo|_outputFormat, _since, _type",
        "_type=%ff%zz|400||percent-encoded",
      })
  void givenABadParameter_whenKickedOff_then400NamingIt(
      String query, int status, String parameter, String help) {
    Raw answer =
        Raw.send(SERVER, "GET", "/api/v2/Group/all/$export?" + query, bearer, ACCEPT, PREFER);
    JsonNode issue = outcome(answer, status);
    assertThat(issue.at("/details/text").asText()).contains(help);
    assertThat(issue.at("/expression/0").asText(null)).isEqualTo(parameter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/data/{job}/{file}|Range",
        "/data/{job}/{file}|If-None-Match",
        "/api/v2/jobs|Accept",
        "/api/v2/Group/all/$export|Prefer",
        "/api/v2/Group|If-Match",
        "/api/v2/metadata|Accept",
      })
  void givenAHeaderWithBytesThatNoStandardKnows_whenSent_thenTheServerDoesNotFail(
      String path, String header) {
    for (String odd : List.of("\u0080", "\u009f", "\u0001", "\u007f")) {
      String line = header + ": a" + odd + "=b";
      String target = path.replace("/data/{job}/{file}", file);
      Raw answer = Raw.send(SERVER, "GET", target, bearer, line);
      assertThat(answer.status()).as(header).isLessThan(500);
      assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain(odd);
    }
  }

  @Test
  void givenAnAnswerThatFailsWhenItHasBegun_whenRefused_thenInForm() {
    Raw answer =
        Raw.send(
            SERVER,
            "GET",
            "/api/v2/metadata?_summary=1e9&_elements=%3Cscript%3E&_summary=2026-01-01",
            "Accept: application/*;q=0");
    assertThat(outcome(answer, answer.status()).toString()).isNotEmpty();
    assertThat(answer.status()).isLessThan(500);
  }

  @Test
  void givenABrokenEscapeBehindASemicolon_whenSent_then400() {
    for (String path : List.of("/api/v2/jobs/;%?_x=9", "/data/;%2", "/;%zz", "/api/v2/Patient;%")) {
      outcome(Raw.send(SERVER, "GET", path, bearer), 400);
    }
  }

  @Test
  void givenAHeaderInUtf8ThatNobodyReads_whenSent_thenItDoesNotMatter() {
    String name = "X-Client-Name: \u00c3\u0089lan"; // as its bytes are read
    assertThat(Raw.send(SERVER, "GET", "/_health", name).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/api/v2/jobs?_x=1, 400", "/api/v2/jobs/1, 404", "/data/1/x.ndjson, 404"})
  void givenAnAcceptThatIsNoMediaType_whenRefused_thenForItsOwnReason(String path, int status) {
    for (String accept : List.of("\".<\\*/*", "\"", "\"a/b", "a/b;c=\"", ";", "*", "a/b;q=x")) {
      outcome(Raw.send(SERVER, "GET", path, bearer, "Accept: " + accept), status);
    }
  }

  @Test
  void givenABodyThatEndsEarly_whenSent_then400() {
    String head = "Host: localhost\r\nConnection: close\r\nContent-Length: 99\r\n";
    String form = head + "Content-Type: application/x-www-form-urlencoded\r\n";
    String basic = form + "Authorization: Basic YTpi\r\n\r\ngrant_type=";
    for (String path : List.of("/auth/token", "/auth/revoke", "/auth/introspect")) {
      Raw answer = Raw.ended(SERVER, "POST " + path + " HTTP/1.1\r\n" + basic);
      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.text()).isEqualTo("{\"error\":\"invalid_request\"}");
    }
    String bearing = "Authorization: Bearer " + FhirWriter.of(SERVER).token() + "\r\n";
    String json = head + "Content-Type: application/fhir+json\r\n" + bearing + "\r\n{";
    outcome(Raw.ended(SERVER, "PUT /api/v2/Patient/cut HTTP/1.1\r\n" + json), 400);
    outcome(Raw.ended(SERVER, "POST /api/v2 HTTP/1.1\r\n" + json), 400);
    String ours = json.replaceFirst("Bearer \\S+", "Bearer " + client.token());
    for (String body : List.of("", "\"resourceType\":\"Parameters\"}")) {
      outcome(Raw.ended(SERVER, "POST /api/v2/$export HTTP/1.1\r\n" + ours + body), 400);
    }
  }

  @Test
  void givenASinceInTheFuture_whenKickedOff_then400() {
    String later = SERVER.clock().instant().plus(Duration.ofDays(400)).toString();
    Raw answer =
        Raw.send(SERVER, "GET", "/api/v2/Patient/$export?_since=" + later, bearer, ACCEPT, PREFER);
    JsonNode issue = outcome(answer, 400);
    assertThat(issue.at("/expression/0").asText()).isEqualTo("_since");
    assertThat(issue.at("/details/text").asText()).contains("passed");
  }

  @Test
  void givenNoAcceptOrPrefer_whenKickedOff_then400NamingTheHeader() {
    String path = "/api/v2/Group/all/$export";
    assertThat(outcome(Raw.send(SERVER, "GET", path, bearer, PREFER), 400).toString())
        .contains("Accept header is required", "http.Accept");
    assertThat(outcome(Raw.send(SERVER, "GET", path, bearer, ACCEPT), 400).toString())
        .contains("Prefer header is required", "http.Prefer");
    assertThat(
            outcome(Raw.send(SERVER, "GET", path, bearer, "Accept: text/html", PREFER), 400)
                .toString())
        .contains("application/fhir+json is the only supported response format");
    assertThat(
            outcome(Raw.send(SERVER, "GET", path, bearer, ACCEPT, "Prefer: return=minimal"), 400)
                .toString())
        .contains("Only asynchronous responses are supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Group/every/$export", "Group/ALL/$export", "Group/$export"})
  void givenAnUnknownGroup_whenKickedOff_then404NamingTheGroups(String path) {
    Raw answer = Raw.send(SERVER, "GET", "/api/v2/" + path, bearer, ACCEPT, PREFER);
    assertThat(outcome(answer, 404).at("/details/text").asText())
        .contains("all")
        .contains("runout");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH|/api/v2/Patient/$export|GET, POST",
        "PUT|/api/v2/Group/all/$export|GET, POST",
        "DELETE|/api/v2/$export|GET, POST",
        "POST|/api/v2/jobs|GET, HEAD",
        "PUT|/api/v2/jobs/1|GET, HEAD, DELETE",
        "POST|/api/v2/attribution_status|GET, HEAD",
        "POST|/api/v2/Group|GET",
        "PUT|/api/v2/Group/all|GET",
        "HEAD|/api/v2/Group|GET",
        "POST|/data/1/2|GET, HEAD",
        "POST|/api/v2/metadata|GET, HEAD",
        "DELETE|/_health|GET, HEAD",
      })
  void givenAWrongMethod_whenSent_then405WithAllow(String method, String path, String allow) {
    Raw answer = Raw.send(SERVER, method, path, bearer, "Content-Length: 0");
    if (!method.equals("HEAD")) {
      outcome(answer, 405);
    }
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow").split(",\\s*"))
        .containsExactlyInAnyOrder(allow.split(",\\s*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/Nothing",
        "/api/v2/Observation/1",
        "/api/v2/jobs/",
        "/api/v2/jobs/1/2",
        "/api/v2/.well-known/nothing",
        "/api/v1/Patient/$export",
        "/data",
        "/data/1",
        "/data/1/2/3",
        "/error",
        "/nothing",
      })
  void givenAnUnknownPath_whenAsked_then404(String path) {
    outcome(Raw.send(SERVER, "GET", path, bearer), 404);
  }

  @Test
  void givenAnOversizedQuery_whenAsked_then414Or400() {
    for (int length : new int[] {5_000, 60_000}) {
      Raw answer =
          Raw.send(
              SERVER,
              "GET",
              "/api/v2/Group/all/$export?_type=" + "x".repeat(length),
              bearer,
              ACCEPT,
              PREFER);
      outcome(answer, length < 30_000 ? 414 : 400);
    }
  }

  /** What Tomcat refuses before any filter of ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v2/a%2fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v2/\\ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v2/<a> HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /data/%00/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /data/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v2/metadata HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /api/v2/metadata HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
        "NOT A REQUEST LINE\r\n\r\n",
      })
  void givenARequestThatTheContainerRefuses_whenSent_thenAnOutcomeAllTheSame(String request) {
    outcome(Raw.exchange(SERVER, request), 400);
  }

  @Test
  void givenAJobOfNobody_whenAsked_then404AndNotTold() {
    HttpResponse<String> unknown = client.get("/api/v2/jobs/5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("Job not found.").doesNotContain("5f0c3b6e");
  }

  @ParameterizedTest
  @CsvSource({
    "_status=Done,_status", "'_status=Failed,Failed',_status", "_count=0,_count",
    "_count=x,_count", "_offset=-1,_offset", "status=Failed,",
  })
  void givenABadListQuery_whenAsked_then400(String query, String parameter) {
    HttpResponse<String> answer = client.get("/api/v2/jobs?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(AcoClient.json(answer.body()).at("/issue/0/expression/0").asText(null))
        .isEqualTo(parameter);
  }

  @Test
  void givenLenientHandling_whenAParameterIsUnknown_thenAcceptedWithANote() {
    Raw answer =
        Raw.send(
            SERVER,
            "GET",
            "/api/v2/Group/all/$export?includeAssociatedData=x&_type=Patient",
            bearer,
            ACCEPT,
            PREFER,
            "Prefer: handling=lenient");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Content-Location")).isNotNull();
    JsonNode issue = AcoClient.json(answer.text()).at("/issue/0");
    assertThat(issue.get("severity").asText()).isEqualTo("information");
    assertThat(issue.at("/details/text").asText()).startsWith("includeAssociatedData");
  }

  private static JsonNode outcome(Raw answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
    JsonNode outcome = AcoClient.json(answer.text());
    assertThat(outcome.get("resourceType").asText()).isEqualTo("OperationOutcome");
    JsonNode issue = outcome.at("/issue/0");
    assertThat(issue.get("severity").asText()).isEqualTo("error");
    assertThat(issue.at("/details/text").asText()).isNotBlank();
    assertThat(answer.text()).doesNotContain("Exception", "HAPI-", "org.apache", "Tomcat");
    return issue;
  }
}
