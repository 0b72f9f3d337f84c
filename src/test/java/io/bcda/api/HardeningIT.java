package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the whole server keeps to itself, on both of its ports. */
class HardeningIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final List<String> PATHS =
      List.of(
          "/",
          "/api/v2/metadata",
          "/api/v2/jobs",
          "/api/v2/Patient/$export",
          "/auth/token",
          "/auth/welcome",
          "/data/1/2",
          "/_health",
          "/error",
          "/nothing",
          "/api/v2/%2f");

  private static AcoClient client;

  @BeforeAll
  static void boot() {
    client = AcoClient.of(SERVER, "A6998");
  }

  @Test
  void givenAnyAnswer_whenRead_thenItTellsNoSoftwareAndSetsNoCookie() {
    String bearer = "Authorization: Bearer " + client.token();
    for (String path : PATHS) {
      for (String method : List.of("GET", "POST", "OPTIONS", "TRACE", "CONNECT", "FOO")) {
        Raw answer = Raw.send(SERVER, method, path, bearer, "Content-Length: 0");
        String what = method + " " + path;
        assertThat(answer.headers()).as(what).doesNotContainKeys("server", "x-powered-by");
        assertThat(answer.headers()).as(what).doesNotContainKeys("set-cookie", "via");
        assertThat(answer.text())
            .as(what)
            .doesNotContain("Tomcat", "Exception", "org.spring", "io.bcda", "\tat ", "HAPI");
        if (List.of("TRACE", "CONNECT", "FOO").contains(method)) {
          assertThat(answer.status()).as(what).isBetween(400, 501);
          assertThat(answer.text()).as(what).doesNotContain(client.token());
        }
      }
    }
  }

  /** Were XML read, its entities could read the server's files. */
  @ParameterizedTest
  @ValueSource(strings = {"application/fhir+xml", "application/xml", "text/xml"})
  void givenXmlWithAnEntity_whenWritten_thenRefusedUnread(String type) {
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"x1\"/><language value=\"&e;\"/></Patient>";
    HttpResponse<String> answer =
        FhirWriter.of(SERVER).send("PUT", "Patient/x1", xml, "Content-Type", type);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    assertThat(answer.body()).contains("OperationOutcome");
  }

  @Test
  void givenTheOperatorsPort_whenAsked_thenHealthAndMetricsAndNothingElse() throws Exception {
    assertThat(management("/actuator/health").body())
        .isEqualTo("{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}");
    assertThat(management("/actuator/info").statusCode()).isEqualTo(200);
    assertThat(management("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    for (String closed :
        List.of(
            "env",
            "heapdump",
            "configprops",
            "loggers",
            "threaddump",
            "shutdown",
            "beans",
            "mappings",
            "conditions",
            "httpexchanges",
            "logfile",
            "flyway",
            "sbom",
            "scheduledtasks",
            "caches",
            "quartz",
            "sessions",
            "startup",
            "auditevents",
            "jolokia",
            "metrics/../env")) {
      assertThat(management("/actuator/" + closed).statusCode()).as(closed).isIn(400, 404);
    }
    assertThat(management("/h2-console").statusCode()).isEqualTo(404);
    assertThat(management("/api/v2/metadata").statusCode()).isEqualTo(404);
  }

  @Test
  void givenTheOperatorsPort_whenNobodySaysOtherwise_thenItListensToThisMachineOnly() {
    assertThat(SERVER.context().getEnvironment().getProperty("management.server.address"))
        .isEqualTo("127.0.0.1");
    assertThat(SERVER.context().getEnvironment().getProperty("spring.h2.console.enabled")).isNull();
  }

  private static HttpResponse<String> management(String path)
      throws IOException, InterruptedException {
    String port = SERVER.context().getEnvironment().getProperty("local.management.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
