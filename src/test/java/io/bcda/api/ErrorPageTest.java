package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.Compatibility;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ErrorPageTest {

  @Test
  void givenBcdasShapes_whenAStatusIsAnswered_thenWithItsOneCode() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/error");
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v2/jobs");
    request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 414);
    MockHttpServletResponse response = new MockHttpServletResponse();
    new ErrorPage(new OutcomeMapping(UUID::randomUUID, Compatibility.BCDA_STRICT))
        .answer(request, response);
    assertThat(response.getStatus()).isEqualTo(414);
    assertThat(
            AcoClient.json(response.getContentAsString())
                .at("/issue/0/details/coding/0/code")
                .asText())
        .isEqualTo("Request Error");
  }

  /** In either form of error: a client that is told when to come again asks no sooner. */
  @ParameterizedTest
  @CsvSource({"/auth/token, application/json", "/api/v2/jobs, application/fhir+json"})
  void givenARefusalOfAFilter_whenAnswered_thenWithTheHeadersOfItsStatus(String path, String type)
      throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/error");
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, path);
    request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 500);
    request.setAttribute(
        RequestDispatcher.ERROR_EXCEPTION,
        new Refusal(Reason.BUSY, "Too much is under way").retryAfter(Duration.ofSeconds(7)));
    MockHttpServletResponse response = new MockHttpServletResponse();
    new ErrorPage(new OutcomeMapping(UUID::randomUUID, Compatibility.IG)).answer(request, response);
    assertThat(response.getStatus()).isEqualTo(429);
    assertThat(response.getContentType()).isEqualTo(type);
    assertThat(response.getHeader("Retry-After")).isEqualTo("7");
  }
}
