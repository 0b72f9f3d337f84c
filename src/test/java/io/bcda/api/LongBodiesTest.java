package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LongBodiesTest {
  private static final byte[] LONG = new byte[LongBodies.SHORT + 1];
  private final LongBodies bodies = new LongBodies(2);

  @Test
  void givenTwoInHand_whenAThirdComes_thenItIsToComeAgain() {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> whileTwoAreInHand(() -> parsed(LONG)));
    assertThat(refusal.reason()).isEqualTo(Reason.BUSY);
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(parsed(LONG)).isEqualTo("parsed"); // they are done
  }

  @Test
  void givenTwoInHand_whenAShortOneComes_thenItIsParsed() {
    assertThat(whileTwoAreInHand(() -> parsed(new byte[LongBodies.SHORT]))).isEqualTo("parsed");
  }

  @Test
  void givenBodiesThatAreRefused_whenOthersCome_thenTheyAreParsed() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodies.parse(LONG, b -> refuse())).hasMessage("no Parameters");
    }
    assertThat(parsed(LONG)).isEqualTo("parsed");
  }

  private static String refuse() {
    throw new Refusal(Reason.MALFORMED, "no Parameters");
  }

  private String parsed(byte[] body) {
    return bodies.parse(body, b -> "parsed");
  }

  private String whileTwoAreInHand(Supplier<String> third) {
    return bodies.parse(LONG, a -> bodies.parse(LONG, b -> third.get()));
  }
}
