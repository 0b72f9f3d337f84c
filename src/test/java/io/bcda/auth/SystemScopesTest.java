package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.ResourceKind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemScopesTest {

  @ParameterizedTest
  @CsvSource({
    "system/Patient.rs, system/Patient.rs, system/Patient.rs",
    "system/Patient.cruds, system/Patient.rs, system/Patient.rs",
    "system/Patient.r, system/Patient.rs, system/Patient.r",
    "system/Patient.read, system/Patient.rs, system/Patient.read",
    "system/*.read, system/Coverage.rs, system/Coverage.read",
    "system/*.*, system/Coverage.rs, system/Coverage.read",
    "system/*.rs, system/Patient.rs system/Coverage.rs, system/Patient.rs system/Coverage.rs",
    "system/Patient.rs system/Patient.rs, system/*.rs, system/Patient.rs",
    "system/Patient.rs launch openid, system/*.cruds, system/Patient.rs",
    "system/*.rs, system/*.cruds, system/*.rs",
    "system/Coverage.cud, system/*.cruds, system/Coverage.cud"
  })
  void givenScopesAsked_whenGranted_thenWhatIsInBoth(String asked, String allowed, String granted) {
    assertThat(SystemScopes.grant(SystemScopes.split(asked), SystemScopes.split(allowed)))
        .containsExactlyElementsOf(SystemScopes.split(granted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system/Group.rs",
        "system/Patient.cud",
        "system/Patient.write",
        "system/Patient.sr", // SMART 2.2: the order is fixed
        "system/patient.rs",
        "system/Patient.",
        "system/Patient.rs?_id=1", // would be widened if the condition were dropped
        "patient/Patient.rs",
        "user/Patient.rs",
        "launch",
        "openid",
        "system/Patient.rsx"
      })
  void givenAScopeThatIsNotAllowed_whenGranted_thenNothing(String asked) {
    assertThat(SystemScopes.grant(Set.of(asked), SystemScopes.DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"system/Patient.r", "system/Patient.rs", "system/Patient.read"})
  void givenWriteScopeWordsOverReadOnly_whenGranted_thenNeverAWiderWord(String allowed) {
    assertThat(SystemScopes.grant(Set.of("system/Patient.write"), Set.of(allowed))).isEmpty();
    assertThat(SystemScopes.grant(Set.of("system/Patient.*"), Set.of(allowed)))
        .isSubsetOf("system/Patient.read");
  }

  @Test
  void givenNothingAsked_whenGranted_thenAllThatIsAllowed() {
    assertThat(SystemScopes.grant(Set.of(), SystemScopes.DEFAULT))
        .containsExactly(
            "system/Patient.rs", "system/Coverage.rs", "system/ExplanationOfBenefit.rs");
  }

  @Test
  void givenScopes_whenReadable_thenOnlyTypesThatMayBeReadAndSearched() {
    assertThat(SystemScopes.readable(Set.of("system/Patient.rs", "system/Coverage.read")))
        .containsExactly(ResourceKind.PATIENT, ResourceKind.COVERAGE);
    assertThat(SystemScopes.readable(Set.of("system/*.cruds"))).hasSize(3);
    assertThat(SystemScopes.readable(Set.of("system/Patient.r", "system/Coverage.s"))).isEmpty();
    assertThat(SystemScopes.readable(Set.of("system/Group.rs"))).isEmpty();
  }

  @Test
  void givenScopesInNoOrder_whenJoined_thenPatientFirst() {
    assertThat(
            SystemScopes.join(
                Set.of(
                    "system/ExplanationOfBenefit.rs", "system/Patient.rs", "system/Coverage.rs")))
        .isEqualTo("system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs");
  }
}
