package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who is there cannot be told without the database: that is no fault of the token. */
class OutageTest {
  private static MockHttpServletResponse answer(Outage outage) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    outage.doFilter(
        new MockHttpServletRequest("GET", "/api/v2/jobs"),
        response,
        (request, answered) -> {
          throw new DataAccessResourceFailureException("away");
        });
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
    return response;
  }

  private static String at(MockHttpServletResponse response, String pointer) throws IOException {
    return AcoClient.json(response.getContentAsString()).at(pointer).asText();
  }

  @Test
  void givenNoDatabase_whenAClientAsks_then503AsAnOutcome() throws Exception {
    MockHttpServletResponse response = answer(Outage.forClients());
    assertThat(response.getContentType()).startsWith("application/fhir+json");
    assertThat(at(response, "/issue/0/code")).isEqualTo("transient");
    assertThat(at(response, "/issue/0/details/text")).contains("cannot reach its database");
  }

  @Test
  void givenNoDatabase_whenAnOperatorAsks_then503AsAProblem() throws Exception {
    MockHttpServletResponse response = answer(Outage.forOperators());
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
    assertThat(at(response, "/detail"))
        .isEqualTo("The server cannot reach its database; try again in a few seconds");
  }
}
