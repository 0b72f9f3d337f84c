package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.ExportLevel;
import io.bcda.export.ExportSelection;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk Data Access, "Headers": what {@code handling=lenient} passes over, and what it does not. */
class LenientHandlingTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "includeAssociatedData=LatestProvenanceResources; includeAssociatedData",
        "includeAssociatedData=secret; includeAssociatedData",
        "organizeOutputBy=secret; organizeOutputBy",
        "allowPartialManifests=secret; allowPartialManifests",
        "_minimumFileSize=7; _minimumFileSize",
        "_elements=secret; _elements",
        "_typeFilter=secret; _typeFilter",
        "_typeFilter=Observation%3Fsecret%3D1; _typeFilter",
        "_typeFilter=Patient%3Fbad%3Dsecret; _typeFilter",
        "unheard=secret&unheard=secret; unheard",
        "x1=secret; A parameter whose name is not repeated here",
      })
  void givenAParameterThatCannotBeHonoured_whenLenient_thenPassedOverWithOneNote(
      String query, String name) {
    ExportParameters parameters = KickOffTexts.get(query, Handling.lenient());
    assertThat(parameters.selection()).isEqualTo(ExportSelection.ALL);
    assertThat(parameters.notes())
        .singleElement()
        .satisfies(
            note -> assertThat(note).startsWith(name + " was ignored. ").doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_outputFormat=text/csv",
        "_since=yesterday",
        "_until=tomorrow",
        "_since=2026-01-02T00:00:00Z&_until=2026-01-01T00:00:00Z",
        "_type=Observation",
        "_type=",
        "_type=Patient,Patient",
        "?_since=2026-01-01T00:00:00Z",
        "patient=Patient/1",
        "_typeFilter=Patient%3Fidentifier%3Dx",
      })
  void givenWhatWouldGiveMoreThanAskedOrTellAName_whenLenient_thenRefusedAllTheSame(String query) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> KickOffTexts.get(query, Handling.lenient()));
    assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(400);
  }

  @Test
  void givenABadPatient_whenLenient_thenRefusedAllTheSame() {
    assertThat(
            catchThrowableOfType(
                Refusal.class,
                () ->
                    KickOffTexts.post("patient=Group/1", ExportLevel.PATIENT, Handling.lenient())))
        .satisfies(r -> assertThat(r.parameter()).contains("patient"));
  }

  @Test
  void givenTypesOfWhichSomeAreUnknown_whenLenient_thenTheOthers() {
    ExportParameters parameters = KickOffTexts.get("_type=Patient,Observation", Handling.lenient());
    assertThat(parameters.kinds()).containsExactly(ResourceKind.PATIENT);
    assertThat(parameters.notes()).hasSize(1);
    assertThat(parameters.notes().get(0)).contains("_type").doesNotContain("Observation");
  }

  /** Filters of a type are alternatives: with one of them gone, the others would leave out. */
  @Test
  void givenOneOfTwoFiltersOfATypeIsBad_whenLenient_thenTheTypeIsGivenWhole() {
    ExportParameters parameters =
        KickOffTexts.get(
            "_typeFilter=Patient%3F_id%3D1&_typeFilter=Patient%3Fbad%3D1"
                + "&_typeFilter=Coverage%3F_id%3D1",
            Handling.lenient());
    assertThat(parameters.selection().filters())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(ResourceKind.COVERAGE));
    assertThat(parameters.notes()).hasSize(1);
  }

  @Test
  void givenElementsOfWhichSomeAreUnknown_whenLenient_thenTheOthers() {
    ExportParameters parameters =
        KickOffTexts.get("_elements=Patient.birthDate,Patient.age", Handling.lenient());
    assertThat(parameters.selection().elements().get(ResourceKind.PATIENT))
        .containsExactly("birthDate");
    assertThat(parameters.notes()).hasSize(1);
  }

  @Test
  void givenVeryManyUnknownParameters_whenLenient_thenTheNotesAreBounded() {
    String query =
        IntStream.range(0, 200)
            .mapToObj(i -> "x" + "a".repeat(i % 20) + (char) ('a' + i / 20) + "=1")
            .collect(Collectors.joining("&"));
    ExportParameters parameters = KickOffTexts.get(query, Handling.lenient());
    assertThat(parameters.notes()).hasSize(51);
    assertThat(parameters.notes().get(50)).matches("\\d+ parameters more were ignored\\.");
  }
}
