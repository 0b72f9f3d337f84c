package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.Compatibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.HttpRequestMethodNotSupportedException;

class OutcomeMappingTest {
  private static final UUID ID = UUID.fromString("3b8e8b57-6a86-4f4c-a2e0-0d1bd1a2a111");
  private static final Map<Reason, String> EXPECTED =
      Map.ofEntries(
          Map.entry(Reason.MALFORMED, "400 structure"),
          Map.entry(Reason.NOT_SUPPORTED, "400 not-supported"),
          Map.entry(Reason.FORBIDDEN, "403 forbidden"),
          Map.entry(Reason.INSUFFICIENT_SCOPE, "403 forbidden"),
          Map.entry(Reason.NOT_FOUND, "404 not-found"),
          Map.entry(Reason.NO_ATTRIBUTION, "404 not-found"),
          Map.entry(Reason.GONE, "410 not-found"),
          Map.entry(Reason.RANGE_OUTSIDE_FILE, "416 value"),
          Map.entry(Reason.BUSY, "429 throttled"),
          Map.entry(Reason.NO_SPACE, "503 no-store"),
          Map.entry(Reason.FAILED, "500 exception"));
  private final OutcomeMapping mapping = new OutcomeMapping(() -> ID, Compatibility.IG);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void givenAnyReason_whenMapped_thenItsStatusAndCode(Reason reason) {
    Outcome outcome = mapping.of(new Refusal(reason, "a sentence"));
    assertThat(outcome.status() + " " + outcome.issues().get(0).code())
        .isEqualTo(EXPECTED.get(reason));
    assertThat(outcome.issues().get(0).text()).isEqualTo("a sentence");
  }

  @Test
  void givenBcdasShapes_whenMapped_thenDetailsHaveItsOneCode() {
    Refusal refusal = new Refusal(Reason.NOT_FOUND, "no such group");
    Outcome strict = new OutcomeMapping(() -> ID, Compatibility.BCDA_STRICT).of(refusal);
    JsonNode details = new ObjectMapper().valueToTree(strict.json()).at("/issue/0/details");
    assertThat(details.get("text").asText()).isEqualTo("no such group");
    assertThat(details.at("/coding/0/system").asText())
        .isEqualTo("http://hl7.org/fhir/ValueSet/operation-outcome");
    assertThat(details.at("/coding/0/code").asText()).isEqualTo("Request Error");
    assertThat(details.at("/coding/0/display").asText()).isEqualTo("no such group");
    assertThat(mapping.of(refusal).json().toString())
        .contains("details={text=no such group}")
        .doesNotContain("coding");
  }

  @Test
  void givenARefusalWithinHapisWrapping_whenMapped_thenTheRefusal() {
    Throwable wrapped =
        new InternalErrorException(
            new RuntimeException(new Refusal(Reason.NOT_FOUND, "no such group")));
    assertThat(mapping.of(wrapped).status()).isEqualTo(404);
  }

  @Test
  void givenBusy_whenMapped_thenRetryAfterInWholeSeconds() {
    Refusal busy = new Refusal(Reason.BUSY, "wait");
    assertThat(mapping.of(busy).headers()).containsEntry("Retry-After", "10");
    assertThat(mapping.of(busy.retryAfter(Duration.ofSeconds(90))).headers())
        .containsEntry("Retry-After", "90");
    assertThat(mapping.of(busy.retryAfter(Duration.ofMillis(5))).headers())
        .containsEntry("Retry-After", "1");
  }

  @Test
  void givenInsufficientScope_whenMapped_thenTheChallengeSaysSo() {
    assertThat(mapping.of(new Refusal(Reason.INSUFFICIENT_SCOPE, "no")).headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"bcda\", error=\"insufficient_scope\"");
  }

  @Test
  void givenAnUnknownError_whenMapped_thenANumberAndNoText() {
    Outcome outcome = mapping.of(new IllegalStateException("1S00A00AA00 is in the way"));
    String json = new String(OutcomeWriter.bytes(outcome), StandardCharsets.UTF_8);
    assertThat(outcome.status()).isEqualTo(500);
    assertThat(json).contains(ID.toString()).doesNotContain("1S00A00AA00", "IllegalState");
  }

  @Test
  void givenHapisOwnError_whenMapped_thenItsStatusAndNotItsText() {
    Outcome outcome = mapping.of(new InvalidRequestException("you sent 1S00A00AA00"));
    assertThat(outcome.status()).isEqualTo(400);
    assertThat(outcome.issues().get(0).text()).doesNotContain("1S00A00AA00");
  }

  @Test
  void givenSpringsError_whenMapped_thenStatusAndHeaders() {
    Outcome outcome = mapping.of(new HttpRequestMethodNotSupportedException("PUT", List.of("GET")));
    assertThat(outcome.status()).isEqualTo(405);
    assertThat(outcome.headers()).containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void givenAParameter_whenWritten_thenTheJsonNamesIt() {
    Outcome outcome = mapping.of(new Refusal(Reason.MALFORMED, "bad \"date\"").at("_since"));
    assertThat(new String(OutcomeWriter.bytes(outcome), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
                + "\"code\":\"structure\",\"details\":{\"text\":\"bad \\\"date\\\"\"},"
                + "\"diagnostics\":\"bad \\\"date\\\"\",\"location\":[\"http._since\"],"
                + "\"expression\":[\"_since\"]}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "400,structure", "401,login", "403,forbidden", "404,not-found", "405,not-supported",
    "406,not-supported", "410,not-found", "411,structure", "412,conflict", "413,too-long",
    "414,too-long", "415,not-supported", "416,value", "418,structure", "429,throttled",
    "431,too-long", "500,exception", "501,not-supported", "503,transient", "599,exception"
  })
  void givenAStatusOnly_whenMapped_thenACodeOfFhirsValueSet(int status, String code) {
    Outcome outcome = OutcomeMapping.ofStatus(status);
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.issues().get(0).code()).isEqualTo(code);
    assertThat(org.hl7.fhir.r4.model.OperationOutcome.IssueType.fromCode(code)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 500})
  void givenAnyOutcome_whenReadByHapi_thenAValidResource(int status) {
    String json =
        new String(OutcomeWriter.bytes(OutcomeMapping.ofStatus(status)), StandardCharsets.UTF_8);
    assertThat(
            ca.uhn.fhir.context.FhirContext.forR4Cached()
                .newJsonParser()
                .setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler())
                .parseResource(org.hl7.fhir.r4.model.OperationOutcome.class, json)
                .getIssueFirstRep()
                .getDetails()
                .getText())
        .isNotBlank();
  }
}
