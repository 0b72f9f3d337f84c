package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MbiRulesTest {
  private static final String SYNTHETIC = "1S00E00AA01";
  // The form of a real one; CMS's own example card shows 1EG4-TE5-MK73.
  private static final String REAL = "1EG4TE5MK73";

  @ParameterizedTest
  @ValueSource(strings = {SYNTHETIC, REAL, "5SJ0A00AA00", "9AA0AA0AA00"})
  void givenCmssForm_whenChecked_thenWellFormed(String mbi) {
    assertThat(rules(MbiFormRule.REJECT, SyntheticMbi.ALLOW).check(mbi, line(1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0S00E00AA01", // first is 1-9
        "11G4TE5MK73", // second is a letter
        "1BG4TE5MK73", // never B
        "1LG4TE5MK73",
        "1OG4TE5MK73",
        "1IG4TE5MK73",
        "1ZG4TE5MK73",
        "1ES4TE5MK73", // S only in second place
        "1EGATE5MK73", // fourth is a digit
        "1EG45E5MK73", // fifth is a letter
        "1EG4TEEMK73", // seventh is a digit
        "1EG4TE55K73",
        "1EG4TE5M573",
        "1EG4TE5MKA3",
        "1EG4TE5MK7A",
        "1EG4TE5MK7",
        "1eg4te5mk73",
        "1A69B98CD30",
        "9SS0Z00FF00",
        "3456789"
      })
  void givenOddForm_whenRejectOrWarn_thenRefusedOrCounted(String mbi) {
    assertThatThrownBy(() -> rules(MbiFormRule.REJECT, SyntheticMbi.ALLOW).check(mbi, line(7)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("CCLF8 line 7 has")
        .hasMessageContaining("form")
        .hasMessageNotContaining(mbi);
    assertThat(rules(MbiFormRule.WARN, SyntheticMbi.ALLOW).check(mbi, line(7))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(MbiFormRule.class)
  void givenSyntheticRequired_whenAnotherComes_thenRefusedWhateverItsForm(MbiFormRule form) {
    MbiRules rules = rules(form, SyntheticMbi.REQUIRE);
    assertThat(rules.check(SYNTHETIC, line(1))).isTrue();
    for (String mbi : new String[] {REAL, "1", "1A69B98CD30"}) {
      assertThatThrownBy(() -> rules.check(mbi, line(3)))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("not synthetic")
          .hasMessageNotContaining(mbi + " ");
    }
  }

  @Test
  void givenSyntheticRefused_whenOneComes_thenRefusedAndRealOnesTaken() {
    MbiRules rules = rules(MbiFormRule.REJECT, SyntheticMbi.REFUSE);
    assertThat(rules.check(REAL, line(1))).isTrue();
    assertThatThrownBy(() -> rules.check(SYNTHETIC, line(3)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("a synthetic MBI");
  }

  private static MbiRules rules(MbiFormRule form, SyntheticMbi synthetic) {
    return new MbiRules(form, synthetic);
  }

  private static FileLine line(long number) {
    return new FileLine("CCLF8", number);
  }
}
