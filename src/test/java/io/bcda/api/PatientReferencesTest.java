package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.ExportLevel;
import io.bcda.refusal.Refusal;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk Data Access, kick-off parameter {@code patient}. */
class PatientReferencesTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEM")
  void givenReferences_whenPosted_thenTheirIds(ExportLevel level) {
    String given =
        "patient=Patient/a-1&patient=b.2,c&patient=" + KickOffTexts.BASE + "/Patient/d&patient=c";
    assertThat(KickOffTexts.post(given, level, Handling.strict()).selection().patients())
        .containsExactlyInAnyOrder("a-1", "b.2", "c", "d");
  }

  @ParameterizedTest(name = "<{0}>")
  @CsvSource(
      delimiter = ';',
      value = {
        "''",
        "Patient/",
        "Group/1",
        "Patient/1/_history/1",
        "https://elsewhere.example.org/fhir/Patient/1",
        "https://bcda.example.org/api/v2/1",
        "urn:uuid:5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01",
        "Patient?identifier=x",
        "a b",
        "Patient/1,",
      })
  void givenWhatIsNoPatientOfOurs_whenPosted_thenRefused(String reference) {
    Refusal refusal = refusal("patient=" + reference, ExportLevel.GROUP_ALL);
    assertThat(refusal.detail()).contains("Patient/id");
    assertThat(refusal.parameter()).contains("patient");
  }

  @Test
  void givenSystemLevel_whenPosted_thenRefused() {
    Refusal refusal = refusal("patient=Patient/1", ExportLevel.SYSTEM);
    assertThat(refusal.detail()).contains("Patient/$export and Group/{id}/$export only");
  }

  /** More than fit into a query. */
  @Test
  void givenTooManyPatients_whenPosted_thenRefused() {
    String most =
        IntStream.range(0, 10_000).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    KickOffInput input = KickOffBodyTest.input("patient", most);
    PatientReferences references = new PatientReferences(KickOffTexts.BASE);
    assertThat(references.parse(input)).hasSize(10_000);
    KickOffInput more = KickOffBodyTest.input("patient", most + ",p");
    assertThat(catchThrowableOfType(Refusal.class, () -> references.parse(more)).detail())
        .contains("At most 10,000");
  }

  private static Refusal refusal(String query, ExportLevel level) {
    return catchThrowableOfType(
        Refusal.class, () -> KickOffTexts.post(query, level, Handling.strict()));
  }
}
