package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.ExportSelection;
import io.bcda.export.OrganizedBy;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportParametersTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "_outputFormat=text/csv; _outputFormat; must be one of application/fhir+ndjson",
        "_outputFormat=application/xml; _outputFormat; must be one of",
        "_outputFormat=; _outputFormat; must be one of",
        "_outputFormat=ndjson&_outputFormat=ndjson; _outputFormat; only once",
        "_format=xml; _format; must be one of",
        "_elements=; _elements; as element or Type.element",
        "_elements=nothing; _elements; as element or Type.element",
        "_elements=id,birthdate; _elements; Coverage, ExplanationOfBenefit, Patient",
        "_elements=Coverage.birthDate; _elements; as element or Type.element",
        "_elements=Observation.code; _elements; as element or Type.element",
        "_elements=Patient.name.family; _elements; at the root",
        "_elements=meta.tag; _elements; at the root",
        "_elements=resourceType; _elements; at the root",
        "_typeFilter=; _typeFilter; Type?parameter=value",
        "_typeFilter=Patient; _typeFilter; Type?parameter=value",
        "_typeFilter=Observation%3Fcode%3Dx; _typeFilter; Coverage, ExplanationOfBenefit, Patient",
        "_typeFilter=Patient%3Fbad%3D1; _typeFilter; Patient can be filtered by",
        "_type=Coverage&_typeFilter=Patient%3F_id%3D1; _typeFilter; _type does not ask for",
        "_typeFilter=Patient?_id=1&active=true; active; percent-encoded, its & and = too",
        "_typeFilter=Patient%3Fidentifier%3Dx; _typeFilter; send it by POST",
        "_typeFilter=Patient%3Fidentifier%3Aexact%3Dx; _typeFilter; send it by POST",
        "_typeFilter=Patient%3F_id%3D1%26identifier%3Dx; _typeFilter; send it by POST",
        "_typeFilter=Patient%253Fidentifier%253Dx; _typeFilter; send it by POST",
        "_typeFilter=Patient%3F%2569dentifier%3Dx; _typeFilter; send it by POST",
        "_typeFilter=Coverage%3Fbeneficiary.identifier%3Dx; _typeFilter; send it by POST",
        "_until=2026-01-01; _until; FHIR Instant",
        "_until=; _until; FHIR Instant",
        "_until=2026-01-01T00:00:00Z&_until=2026-01-01T00:00:00Z; _until; only once",
        "_since=2026-01-01T00:00:00Z&_until=2026-01-01T00:00:00Z; _until; after _since",
        "_since=2026-01-02T00:00:00Z&_until=2026-01-01T00:00:00Z; _until; after _since",
        "patient=Patient/1; patient; body of a POST",
        "includeAssociatedData=x; includeAssociatedData; LatestProvenanceResources",
        "includeAssociatedData=LatestProvenanceResources; includeAssociatedData; does not support",
        "organizeOutputBy=Group; organizeOutputBy; one value Patient",
        "organizeOutputBy=Patient&organizeOutputBy=Patient; organizeOutputBy; one value Patient",
        "organizeOutputBy=; organizeOutputBy; one value Patient",
        "allowPartialManifests=true&allowPartialManifests=true; allowPartialManifests; true or false",
        "allowPartialManifests=yes; allowPartialManifests; true or false",
        "_maximumFileSize=1; _maximumFileSize; does not support",
        "_type=Patient&?_since=2026-01-01T00:00:00Z; ; cannot start with ?",
        "_sice=2026-01-01T00:00:00Z; _sice; knows _elements, _format, _outputFormat, _since, _type",
        "_type:not=Patient; _type:not; this server knows",
        "x1=1; ; this server knows",
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
        "_type=Observation; _type; Coverage, ExplanationOfBenefit, Patient",
        "_type=; _type; Coverage, ExplanationOfBenefit, Patient",
        "'_type=Patient,'; _type; Coverage, ExplanationOfBenefit, Patient",
        "_type=patient,Coverage; _type; Coverage, ExplanationOfBenefit, Patient",
        "_type=%zz; ; percent-encoded",
      })
  void givenABadQuery_whenParsed_thenRefusedNamingTheParameter(
      String query, String parameter, String text) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> KickOffTexts.get(query));
    assertThat(refusal.detail()).contains(text);
    assertThat(refusal.parameter().orElse(null)).isEqualTo(parameter);
    assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(400);
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
    assertThat(KickOffTexts.get("_since=" + text).since()).contains(Instant.parse(moment));
    assertThat(KickOffTexts.get("_until=" + text).selection().until())
        .contains(Instant.parse(moment));
  }

  @Test
  void givenOrganizationByPatient_whenParsed_thenAskedForWithTheRest() {
    ExportParameters parameters = KickOffTexts.get("_type=Coverage&organizeOutputBy=Patient");
    assertThat(parameters.selection().organizedBy()).isEqualTo(OrganizedBy.PATIENT);
    assertThat(KickOffTexts.get("_type=Coverage").selection().organizedBy())
        .isEqualTo(OrganizedBy.TYPE);
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
    ExportParameters parameters = KickOffTexts.get("_outputFormat=" + format);
    assertThat(parameters.kinds()).isEmpty();
    assertThat(parameters.since()).isEmpty();
    assertThat(parameters.selection()).isEqualTo(ExportSelection.ALL);
    assertThat(parameters.notes()).isEmpty();
  }

  @Test
  void givenTypesInSeveralParameters_whenParsed_thenMerged() {
    assertThat(KickOffTexts.get("_type=Patient,%20Coverage&_type=ExplanationOfBenefit").kinds())
        .containsExactlyInAnyOrder(ResourceKind.values());
  }

  @Test
  void givenPartialManifests_whenAllowedOrNot_thenKnown() {
    assertThat(KickOffTexts.get("allowPartialManifests=true").partial()).isTrue();
    assertThat(KickOffTexts.get("allowPartialManifests=false").partial()).isFalse();
    assertThat(KickOffTexts.get("").partial()).isFalse();
  }

  /** Bulk Data Access: "root elements", those of a type or, without one, of all types. */
  @Test
  void givenElements_whenParsed_thenAsTheyStandInTheJsonOfEachType() {
    Map<ResourceKind, Set<String>> elements =
        KickOffTexts.get("_elements=id,Patient.deceased&_elements=ExplanationOfBenefit.item,status")
            .selection()
            .elements();
    assertThat(elements)
        .containsOnly(
            Map.entry(ResourceKind.PATIENT, Set.of("id", "deceasedBoolean", "deceasedDateTime")),
            Map.entry(ResourceKind.COVERAGE, Set.of("id", "status")),
            Map.entry(ResourceKind.EXPLANATION_OF_BENEFIT, Set.of("id", "item", "status")));
    assertThat(KickOffTexts.get("_elements=multipleBirthInteger").selection().elements())
        .containsOnly(Map.entry(ResourceKind.PATIENT, Set.of("multipleBirthInteger")));
    assertThat(KickOffTexts.get("_elements=extension,text,meta").selection().elements())
        .hasSize(3)
        .allSatisfy((k, names) -> assertThat(names).containsOnly("extension", "text", "meta"));
  }

  @Test
  void givenSeveralFaults_whenParsed_thenBcdasOrder() {
    List<String> order =
        List.of("_outputFormat", "cannot start with ?", "Instant", "Repeated", "Type?parameter");
    String[] parts = "_outputFormat=x&?a=1&_since=x&_type=Patient,Patient&_typeFilter=x".split("&");
    for (int i = 0; i < order.size(); i++) {
      String query = String.join("&", Arrays.asList(parts).subList(i, parts.length));
      assertThatThrownBy(() -> KickOffTexts.get(query)).hasMessageContaining(order.get(i));
    }
  }

  @Test
  void givenAVeryLongQuery_whenParsed_then414() {
    assertThatThrownBy(() -> QueryParameters.parse("_type=" + "x".repeat(4000)))
        .isInstanceOfSatisfying(HttpFault.class, f -> assertThat(f.status()).isEqualTo(414));
  }
}
