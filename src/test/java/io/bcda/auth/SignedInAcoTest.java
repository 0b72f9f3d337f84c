package io.bcda.auth;

import static io.bcda.store.ResourceKind.COVERAGE;
import static io.bcda.store.ResourceKind.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.context.SecurityContextHolder;

class SignedInAcoTest {
  private final SignedInAco aco = new SignedInAco("A9990", "client", Set.of(COVERAGE, PATIENT));

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  @Test
  void givenTypesWithinTheScopes_whenRequired_thenNothingHappens() {
    assertThatCode(() -> aco.requireTypes(Set.of(PATIENT, COVERAGE))).doesNotThrowAnyException();
    assertThatCode(() -> aco.requireTypes(Set.of())).doesNotThrowAnyException();
  }

  @Test
  void givenTypesBeyondTheScopes_whenRequired_thenRefusedByName() {
    assertThatThrownBy(() -> aco.requireTypes(EnumSet.allOf(ResourceKind.class)))
        .isInstanceOfSatisfying(
            Refusal.class,
            r -> {
              assertThat(r.reason()).isEqualTo(Reason.INSUFFICIENT_SCOPE);
              assertThat(r.detail()).contains("ExplanationOfBenefit").doesNotContain("Patient,");
            });
  }

  @Test
  void givenASet_whenKept_thenOrderedAndACopy() {
    Set<ResourceKind> given = EnumSet.of(COVERAGE, PATIENT);
    SignedInAco signedIn = new SignedInAco("A9990", "client", given);
    given.clear();
    assertThat(signedIn.readable()).containsExactly(PATIENT, COVERAGE);
    assertThatThrownBy(() -> signedIn.readable().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void givenThisThread_whenAsked_thenWhoIsSignedInOrNobody() {
    assertThat(SignedInAco.find()).isEmpty();
    assertThatThrownBy(SignedInAco::current).isInstanceOf(IllegalStateException.class);

    SecurityContextHolder.getContext()
        .setAuthentication(new SignedInToken(aco, Admission.Verdict.ADMITTED));
    assertThat(SignedInAco.current()).isEqualTo(aco);
  }
}
