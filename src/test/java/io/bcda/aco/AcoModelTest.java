package io.bcda.aco;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AcoModelTest {

  @ParameterizedTest
  @CsvSource({
    "SSP, A9990, true",
    "SSP, A999, false",
    "SSP, a9990, false",
    "SSP, A99901, false",
    "SSP, D9990, false",
    "DC, D0001, true",
    "CKCC, C0001, true",
    "KCF, K0001, true",
    "NGACO, V001, true",
    "NGACO, V0001, false",
    "CEC, E0001, true",
    "TEST, TEST001, true",
    "TEST, SBXAA001, true",
    "TEST, A9990, false"
  })
  void givenAnId_whenOfAModel_thenAcceptedByItsForm(AcoModel model, String id, boolean accepted) {
    assertThat(model.accepts(id)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @EnumSource
  void givenAModel_whenAsked_thenItsExampleIsOfItsForm(AcoModel model) {
    assertThat(model.accepts(model.example())).isTrue();
    assertThat(AcoModel.named(model.name())).contains(model);
    assertThat(AcoModel.names()).contains(model.name());
  }

  @Test
  void givenAnUnknownName_whenAsked_thenNone() {
    assertThat(AcoModel.named("ssp")).isEmpty();
    assertThat(AcoModel.named("")).isEmpty();
  }
}
