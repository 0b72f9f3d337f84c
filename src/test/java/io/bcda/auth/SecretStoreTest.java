package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
  // printf %s a9990-sandbox-secret | sha256sum
  private static final String KNOWN =
      "3e190dca740ce59b6247ff6174a9e8c0781cbeb425a4eee2c3a74508f9b2145a";

  @Test
  void givenAText_whenHashed_thenSha256InHex() {
    assertThat(SecretStore.sha256("a9990-sandbox-secret")).isEqualTo(KNOWN);
  }

  @Test
  void givenSeveralHashes_whenMatched_thenAnyOfThemAndNoOther() {
    String other = SecretStore.sha256("other");
    assertThat(SecretStore.oneOf(List.of(KNOWN, other), "a9990-sandbox-secret")).isTrue();
    assertThat(SecretStore.oneOf(List.of(other, KNOWN), "a9990-sandbox-secret")).isTrue();
    assertThat(SecretStore.oneOf(List.of(other), "a9990-sandbox-secret")).isFalse();
    assertThat(SecretStore.oneOf(List.of(KNOWN), "")).isFalse();
    assertThat(SecretStore.oneOf(List.of(KNOWN), KNOWN)).isFalse();
    assertThat(SecretStore.oneOf(List.of(), "x")).isFalse();
  }

  @Test
  void givenAnIssuedSecret_whenPrinted_thenNotTheSecret() {
    assertThat(new IssuedSecret("id", "very-secret", Instant.EPOCH).toString())
        .doesNotContain("very-secret");
  }
}
