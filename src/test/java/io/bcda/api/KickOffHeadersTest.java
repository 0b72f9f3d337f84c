package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KickOffHeadersTest {
  private static final List<String> ASYNC = List.of("respond-async");
  private static final List<String> JSON = List.of("application/fhir+json");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fhir+json",
        "APPLICATION/FHIR+JSON",
        "application/fhir+json; charset=utf-8",
        "application/json",
        "application/*",
        "*/*",
        "text/html, application/fhir+json;q=0.9",
        "text/html;level=\"1,2\", */*;q=0.1",
      })
  void givenJsonIsAcceptable_whenRequired_thenTaken(String accept) {
    KickOffHeaders.of(List.of(accept), ASYNC).require();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml",
        "application/fhir+json;q=0",
        "application/fhir+ndjson"
      })
  void givenJsonIsNotAcceptable_whenRequired_thenRefused(String accept) {
    Refusal refusal = refusal(List.of(accept), ASYNC);
    assertThat(refusal.detail())
        .isEqualTo("application/fhir+json is the only supported response format");
    assertThat(refusal.parameter()).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "respond-async",
        "Respond-Async",
        "handling=lenient, respond-async",
        "respond-async; wait=10",
        "return=minimal,respond-async",
      })
  void givenAsyncIsPreferred_whenRequired_thenTaken(String prefer) {
    KickOffHeaders.of(JSON, List.of(prefer)).require();
  }

  @Test
  void givenHeadersInSeveralLines_whenRequired_thenAllCount() {
    KickOffHeaders headers =
        KickOffHeaders.of(
            List.of("text/html", "application/json"), List.of("handling=lenient", "respond-async"));
    headers.require();
    Refusal fault = new Refusal(Reason.MALFORMED, "why").at("_x");
    Handling lenient = headers.handling();
    lenient.refuse(fault);
    assertThat(lenient.notes()).containsExactly("_x was ignored. why");
    Handling strict = KickOffHeaders.of(JSON, ASYNC).handling();
    assertThat(catchThrowableOfType(Refusal.class, () -> strict.refuse(fault))).isSameAs(fault);
  }

  @Test
  void givenSeparateExportStatus_whenPreferred_thenTold() {
    assertThat(KickOffHeaders.of(JSON, ASYNC).statusForm()).isEqualTo(StatusForm.HTTP);
    assertThat(
            KickOffHeaders.of(JSON, List.of("respond-async, Separate-Export-Status")).statusForm())
        .isEqualTo(StatusForm.SEPARATE);
  }

  @ParameterizedTest
  @CsvSource({"'',Prefer header is required", "return=minimal,Only asynchronous responses"})
  void givenAsyncIsNotPreferred_whenRequired_thenRefused(String prefer, String text) {
    Refusal refusal = refusal(JSON, List.of(prefer));
    assertThat(refusal.detail()).startsWith(text);
    assertThat(refusal.parameter()).contains("Prefer");
  }

  @Test
  void givenNoAccept_whenRequired_thenToldFirst() {
    assertThat(refusal(List.of(), List.of()).detail()).startsWith("Accept header is required");
  }

  private static Refusal refusal(List<String> accept, List<String> prefer) {
    return catchThrowableOfType(Refusal.class, () -> KickOffHeaders.of(accept, prefer).require());
  }
}
