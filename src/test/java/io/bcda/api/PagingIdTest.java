package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.ResourceKind;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingIdTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00.5Z");

  @Test
  void givenAnId_whenReadAgain_thenTheSame() {
    PagingId id = PagingId.fresh(ResourceKind.COVERAGE, NOON, new SecureRandom());
    assertThat(PagingId.parse(id.text())).contains(id);
    assertThat(id.made()).isEqualTo("2026-11-30T12:00:00Z");
    assertThat(PagingId.fresh(ResourceKind.COVERAGE, NOON, new SecureRandom()).text())
        .isNotEqualTo(id.text());
  }

  @Test
  void givenTwoAcos_whenKept_thenApartAndNotToBeToldFromTheId() {
    PagingId id = PagingId.fresh(ResourceKind.PATIENT, NOON, new SecureRandom());
    assertThat(id.storedFor("A0001"))
        .isEqualTo(id.storedFor("A0001"))
        .isNotEqualTo(id.storedFor("A0002"))
        .hasSizeLessThanOrEqualTo(48) // HAPI's column
        .doesNotContain(id.text().substring(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "P",
        "X6000000-AAAAAAAAAAAAAAAAAAAAAA",
        "P60000000-AAAAAAAAAAAAAAAAAAAAA",
        "P60000000-AAAAAAAAAAAAAAAAAAAAAAA",
        "G60000000-AAAAAAAAAAAAAAAAAAAAAA",
        "2d1a4a36-6b5b-4f0c-8f6f-0f6a2b1c3d4e"
      })
  void givenWhatIsNone_whenRead_thenNothing(String text) {
    assertThat(PagingId.parse(text)).isEmpty();
  }
}
