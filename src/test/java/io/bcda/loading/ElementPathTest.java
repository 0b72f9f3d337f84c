package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementPathTest {
  private final ElementPath paths = new ElementPath(FhirContext.forR4Cached());

  @ParameterizedTest
  @CsvSource({
    "Patient, Patient",
    "ExplanationOfBenefit.item[3].adjudication[0].amount, ExplanationOfBenefit.item.adjudication.amount",
    "ExplanationOfBenefit.contained[0]/*Organization/maria*/.identifier[2], ExplanationOfBenefit.contained.identifier",
    "ExplanationOfBenefit.item[0].serviced.ofType(Period), ExplanationOfBenefit.item.serviced",
    "Patient.extension('http://maria').value, Patient.extension.value",
    "Patient.name[0].maria, Patient.name.?",
    "maria, ?"
  })
  void givenLocation_whenNamed_thenOnlyByElementsOfFhir(String location, String path) {
    assertThat(paths.of(location)).isEqualTo(path);
  }

  @Test
  void givenNoLocation_whenNamed_thenUnknown() {
    assertThat(paths.of(null)).isEqualTo("?");
  }
}
