package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import io.bcda.harness.AcoClient;
import io.bcda.settings.Compatibility;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Errors that no servlet of ours makes have BCDA's one code, too, where that is asked for. */
class BcdaShapesTest {
  private final OutcomeMapping strict =
      new OutcomeMapping(UUID::randomUUID, Compatibility.BCDA_STRICT);

  @Test
  void givenAnotherVersionThanWasNamed_whenAnswered_then412WithTheCode() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/api/v2/Patient/1");
    request.addHeader("If-Match", "W/\"1\"");
    MockHttpServletResponse response = new MockHttpServletResponse();
    new FhirErrors(strict).write(new ResourceVersionConflictException("no"), request, response);
    assertThat(response.getStatus()).isEqualTo(412);
    assertCoded(response.getContentAsString());
  }

  @Test
  void givenAPathThatIsNotPlain_whenRefused_then400WithTheCode() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v2/jobs;a=b");
    MockHttpServletResponse response = new MockHttpServletResponse();
    new ContainerErrors()
        .plainPaths(strict)
        .getFilter()
        .doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(400);
    assertCoded(response.getContentAsString());
  }

  @Test
  void givenARequestThatTheContainerRefuses_whenAnswered_then400WithTheCode() throws IOException {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    new ContainerErrors().outcomesFromTheContainer(strict).customize(factory);
    WebServer server = factory.getWebServer();
    server.start();
    try (Socket socket = new Socket("localhost", server.getPort())) {
      String request = "GET /{ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400");
      assertCoded(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    } finally {
      server.stop();
    }
  }

  private static void assertCoded(String outcome) {
    assertThat(AcoClient.json(outcome).at("/issue/0/details/coding/0/code").asText())
        .isEqualTo("Request Error");
  }
}
