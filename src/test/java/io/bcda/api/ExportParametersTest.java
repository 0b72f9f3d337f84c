package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "_outputFormat=text/csv; _outputFormat; must be one of application/fhir+ndjson",
        "_outputFormat=; _outputFormat; must be one of",
        "_outputFormat=ndjson&_outputFormat=ndjson; _outputFormat; only once",
        "_format=xml; _format; must be one of",
        "_elements=id; _elements; does not support the _elements parameter",
        "_typeFilter=Patient%3Factive%3Dtrue; _typeFilter; does not support",
        "_until=2026-01-01T00:00:00Z; _until; does not support",
        "patient=Patient/1; patient; does not support",
        "includeAssociatedData=x; includeAssociatedData; does not support",
        "organizeOutputBy=Patient; organizeOutputBy; does not support",
        "allowPartialManifests=true; allowPartialManifests; does not support",
        "_type=Patient&?_since=2026-01-01T00:00:00Z; ; cannot start with ?",
        "_sice=2026-01-01T00:00:00Z; ; knows only _outputFormat, _since and _type",
        "_since=2026-01-01; _since; FHIR Instant",
        "_since=2026-01-01T00:00:00; _since; FHIR Instant",
        "_since=2026-01-01T00:00Z; _since; FHIR Instant",
        "_since=2026-02-30T00:00:00Z; _since; FHIR Instant",
        "_since=2026-01-01T25:00:00Z; _since; FHIR Instant",
        "_since=2026-01-01T00:00:00.Z; _since; FHIR Instant",
        "_since=2026-01-01T00:00:00%2B15:00; _since; FHIR Instant",
        "_since=; _since; FHIR Instant",
        "_since=yesterday; _since; FHIR Instant",
        "_since=2026-01-01T00:00:00Z&_since=2026-01-01T00:00:00Z; _since; only once",
        "_type=Patient,Patient; _type; Repeated resource type Patient",
        "_type=Patient&_type=Coverage,Patient; _type; Repeated resource type Patient",
        "_type=%zz; ; percent-encoded",
      })
  void givenABadQuery_whenParsed_thenRefusedNamingTheParameter(
      String query, String parameter, String text) {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> ExportParameters.parse(QueryParameters.parse(query), false));
    assertThat(refusal.detail()).contains(text);
    assertThat(refusal.parameter().orElse(null)).isEqualTo(parameter);
    assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"_type=Observation", "_type=", "_type=Patient,", "_type=patient,Coverage"})
  void givenAnUnknownType_whenKindsAreAsked_thenRefusedWithThoseAllowed(String query) {
    ExportParameters parameters = ExportParameters.parse(QueryParameters.parse(query), false);
    assertThatThrownBy(parameters::kinds)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Coverage, ExplanationOfBenefit, Patient");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2026-01-01T00:00:00Z; 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z; 2026-01-01T00:00:00.500Z",
        "2026-01-01T00:00:00.123456789Z; 2026-01-01T00:00:00.123456789Z",
        "2026-01-01T00:00:00.1234567899Z; 2026-01-01T00:00:00.123456789Z",
        "2026-01-01T00:00:00-05:00; 2026-01-01T05:00:00Z",
        "2026-01-01T00:00:00%2B14:00; 2025-12-31T10:00:00Z",
        "2026-01-01T00:00:00+01:00; 2025-12-31T23:00:00Z",
        "0001-01-01T00:00:00Z; 0001-01-01T00:00:00Z",
      })
  void givenAnInstant_whenParsed_thenThatMoment(String text, String moment) {
    assertThat(ExportParameters.parse(QueryParameters.parse("_since=" + text), false).since())
        .contains(Instant.parse(moment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fhir%2Bndjson",
        "application/fhir+ndjson",
        "application/fhir%20ndjson",
        "application/ndjson",
        "application%2Fndjson",
        "ndjson"
      })
  void givenASpellingOfNdjson_whenParsed_thenTaken(String format) {
    ExportParameters parameters =
        ExportParameters.parse(QueryParameters.parse("_outputFormat=" + format), false);
    assertThat(parameters.kinds()).isEmpty();
    assertThat(parameters.since()).isEmpty();
  }

  @Test
  void givenTypesInSeveralParameters_whenParsed_thenMerged() {
    assertThat(
            ExportParameters.parse(
                    QueryParameters.parse("_type=Patient,%20Coverage&_type=ExplanationOfBenefit"),
                    false)
                .kinds())
        .containsExactlyInAnyOrder(ResourceKind.values());
  }

  @Test
  void givenSeveralFaults_whenParsed_thenBcdasOrder() {
    String all = "_outputFormat=x&_elements=id&?a=1&_since=x&_type=Patient,Patient";
    for (String expected :
        List.of("_outputFormat", "_elements", "cannot start with ?", "Instant", "Repeated")) {
      assertThatThrownBy(
              () -> ExportParameters.parse(QueryParameters.parse(all(all, expected)), false))
          .hasMessageContaining(expected);
    }
  }

  /** The query from the fault that is expected first. */
  private static String all(String query, String expected) {
    List<String> order =
        List.of("_outputFormat", "_elements", "cannot start with ?", "Instant", "Repeated");
    String[] parts = query.split("&");
    return String.join("&", Arrays.asList(parts).subList(order.indexOf(expected), parts.length));
  }

  @Test
  void givenLenientHandling_whenParametersAreUnknown_thenIgnoredAndNoted() {
    ExportParameters parameters =
        ExportParameters.parse(
            QueryParameters.parse("_elements=id&other=secret&_type=Patient,Observation"), true);
    assertThat(parameters.kinds()).containsExactly(ResourceKind.PATIENT);
    assertThat(parameters.notes()).hasSize(2);
    assertThat(parameters.notes().get(0)).contains("2 parameters", "_elements");
    assertThat(String.join(" ", parameters.notes())).doesNotContain("secret", "Observation");
  }

  @Test
  void givenLenientHandling_whenNoTypeIsKnown_thenRefusedAllTheSame() {
    ExportParameters parameters =
        ExportParameters.parse(QueryParameters.parse("_type=Observation"), true);
    assertThatThrownBy(parameters::kinds)
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.MALFORMED));
  }

  @Test
  void givenAVeryLongQuery_whenParsed_then414() {
    assertThatThrownBy(() -> QueryParameters.parse("_type=" + "x".repeat(4000)))
        .isInstanceOfSatisfying(HttpFault.class, f -> assertThat(f.status()).isEqualTo(414));
  }
}
