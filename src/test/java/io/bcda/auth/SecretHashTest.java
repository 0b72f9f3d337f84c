package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretHashTest {
  // printf %s a9990-sandbox-secret | sha256sum
  private static final String KNOWN =
      "3e190dca740ce59b6247ff6174a9e8c0781cbeb425a4eee2c3a74508f9b2145a";

  /** 80 hexadecimal digits, as BCDA's credential server makes them. */
  private static final String SSAS = "b5".repeat(40);

  // Python: hashlib.pbkdf2_hmac('sha512', b'b5' * 40, bytes(range(32)), 130000, 64)
  private static final String SSAS_HASH =
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
          + ":YGL2yKAxr8yVClHBYg5HIz/zGrgNTs6TqwHoFM2W6U+kWKRiA+RnY9PoFihW3YE+6mJ+1u/9TPj4GTa4vRXN"
          + "Sw==:130000";

  @Test
  void givenAText_whenHashed_thenSha256InHex() {
    assertThat(SecretHash.sha256("a9990-sandbox-secret")).isEqualTo(KNOWN);
  }

  @Test
  void givenSeveralHashes_whenMatched_thenAnyOfThemAndNoOther() {
    KeptSecret known = kept(1, KNOWN, null);
    KeptSecret other = kept(2, SecretHash.sha256("other"), null);
    assertThat(SecretHash.find(List.of(known, other), "a9990-sandbox-secret")).contains(known);
    assertThat(SecretHash.find(List.of(other, known), "a9990-sandbox-secret")).contains(known);
    assertThat(SecretHash.find(List.of(other), "a9990-sandbox-secret")).isEmpty();
    assertThat(SecretHash.find(List.of(known), "")).isEmpty();
    assertThat(SecretHash.find(List.of(known), KNOWN)).isEmpty();
    assertThat(SecretHash.find(List.of(), "x")).isEmpty();
    assertThat(SecretHash.find(List.of(), "no client has this secret")).isEmpty();
  }

  @Test
  void givenAnImportedHash_whenMatched_thenItsSecretAndNoOther() {
    KeptSecret imported = kept(1, "", SSAS_HASH);
    assertThat(SecretHash.find(List.of(imported), SSAS)).contains(imported);
    assertThat(SecretHash.find(List.of(imported), SSAS.substring(1))).isEmpty();
    assertThat(SecretHash.find(List.of(imported), "")).isEmpty();
  }

  @Test
  void givenMoreThan256Bytes_whenMatched_thenNobodysWithoutBeingHashed() {
    String long256 = "x".repeat(256);
    KeptSecret kept = kept(1, SecretHash.sha256(long256), null);
    assertThat(SecretHash.find(List.of(kept), long256)).contains(kept);
    String wide = "\u00e9".repeat(129); // 258 bytes of UTF-8
    for (String secret : List.of("x".repeat(257), wide)) {
      KeptSecret its = kept(1, SecretHash.sha256(secret), "no hash: reading it would fail");
      assertThat(SecretHash.find(List.of(its), secret)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=:999",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=:1000001",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=:99999999999",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=:-1000",
        "AAECAwQFBgc=:AAECAw==:1000",
        "AAECAwQF:AAECAwQFBgcICQoLDA0ODxAREhM=:1000",
        "AAECAwQFBgc=:%%%:1000",
        "AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODxAREhM=:1000:"
      })
  void givenNoHashOrOneThatCostsTooMuch_whenRead_thenRefused(String text) {
    assertThatThrownBy(() -> ImportedHash.parse(text))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("salt:hash:iterations");
  }

  @Test
  void givenSecretsAndHashes_whenPrinted_thenWithoutThem() {
    assertThat(new IssuedSecret("id", "very-secret", Instant.EPOCH).toString())
        .doesNotContain("very-secret");
    assertThat(kept(1, KNOWN, SSAS_HASH).toString()).doesNotContain(KNOWN, SSAS_HASH);
    assertThat(ImportedHash.parse(SSAS_HASH).toString()).doesNotContain("AAECAw");
    assertThat(ImportedHash.parse(SSAS_HASH).text()).isEqualTo(SSAS_HASH);
  }

  private static KeptSecret kept(long id, String sha256, @Nullable String imported) {
    return new KeptSecret(id, "client", sha256, imported, Instant.EPOCH, Optional.empty());
  }
}
