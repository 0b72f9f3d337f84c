package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class KeySealTest {
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private final KeySeal seal = new KeySeal(KEY);

  @Test
  void givenASealedText_whenOpened_thenTheText() throws Exception {
    String sealed = seal.seal("kid", "private text é");

    assertThat(new KeySeal(KEY + "\n").open("kid", sealed)).isEqualTo("private text é");
    assertThat(new String(Base64.getDecoder().decode(sealed))).doesNotContain("private");
    assertThat(seal.seal("kid", "private text é")).isNotEqualTo(sealed);
  }

  @Test
  void givenAnotherKeyOrLabelOrAChangedByte_whenOpened_thenRefused() {
    String sealed = seal.seal("kid", "text");
    byte[] changed = Base64.getDecoder().decode(sealed);
    changed[13] ^= 1;

    assertRefused(new KeySeal(KeyEncryptionKey.generate()), "kid", sealed);
    assertRefused(seal, "other", sealed);
    assertRefused(seal, "kid", Base64.getEncoder().encodeToString(changed));
    assertRefused(seal, "kid", "AAAA");
  }

  @Test
  void givenAGeneratedKey_whenUsed_then32RandomBytes() {
    String key = KeyEncryptionKey.generate();
    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    assertThat(KeyEncryptionKey.generate()).isNotEqualTo(key);
  }

  @Test
  void givenAKeyOfAnotherSize_whenMade_thenRefused() {
    assertThatThrownBy(() -> new KeySeal("c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeySeal("not base64!"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(KeySeal seal, String label, String sealed) {
    assertThatThrownBy(() -> seal.open(label, sealed)).isInstanceOf(GeneralSecurityException.class);
  }
}
