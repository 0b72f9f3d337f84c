package io.bcda.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

  /** One request may be refused in many points, which are kept or passed over one by one. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
  void givenAnAnswer_whenMade_thenItCostsNoStackTrace(Reason reason) {
    assertThat(new Refusal(reason, "no").at("x").getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "FAILED")
  void givenAFaultOfOurs_whenMade_thenItTellsWhere(Reason reason) {
    assertThat(new Refusal(reason, "no").getStackTrace()).isNotEmpty();
  }
}
