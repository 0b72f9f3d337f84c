package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.ExportLevel;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {

  @Test
  void givenLists_whenCut_thenAllElementsInOrderUpToTheMost() {
    QueryParameters given = new QueryParameters(Map.of("x", List.of("a, b", "", "c,")));
    assertThat(given.elements("x", 5)).containsExactly("a", "b", "", "c", "");
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> given.elements("x", 4));
    assertThat(refusal.detail()).isEqualTo("At most 4 values of x may be given");
    assertThat(refusal.parameter()).contains("x");
  }

  /** Whatever the handling: each would be told of, or make an error of its own. */
  @ParameterizedTest
  @CsvSource({
    "_elements, id, 1000",
    "_type, Patient, 100",
    "includeAssociatedData, x, 100",
    "_typeFilter, Patient?_id=1, 100"
  })
  void givenAListThatIsTooLong_whenKickedOff_thenRefusedNamingTheParameter(
      String name, String value, int most) {
    String tooMany = name + "=" + (value + ",").repeat(most) + value;
    for (Handling handling : List.of(Handling.strict(), Handling.lenient())) {
      Refusal refusal =
          catchThrowableOfType(
              Refusal.class, () -> KickOffTexts.post(tooMany, ExportLevel.PATIENT, handling));
      assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
      assertThat(refusal.parameter()).contains(name);
      assertThat(refusal.detail()).startsWith("At most ");
    }
  }
}
