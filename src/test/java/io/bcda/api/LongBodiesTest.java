package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class LongBodiesTest {
  private static final long LONG = LongBodies.SHORT + 1;
  private final LongBodies bodies = new LongBodies(2);

  @Test
  void givenTwoAreRead_whenAThirdComes_thenItIsToComeAgain() {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> whileTwoAreRead(() -> read(request(LONG))));
    assertThat(refusal.reason()).isEqualTo(Reason.BUSY);
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(read(request(LONG))).isEqualTo("read"); // they have left
  }

  @Test
  void givenTwoAreRead_whenAShortOneComes_thenItIsRead() {
    assertThat(whileTwoAreRead(() -> read(request(LongBodies.SHORT)))).isEqualTo("read");
  }

  @Test
  void givenTwoAreRead_whenOneOfNoLengthComes_thenItMayBeLong() {
    assertThatThrownBy(() -> whileTwoAreRead(() -> read(request(-1)))).isInstanceOf(Refusal.class);
  }

  @Test
  void givenBodiesThatAreRefused_whenOthersCome_thenTheyAreRead() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodies.read(request(LONG), r -> refuse()))
          .isInstanceOf(HttpFault.class);
    }
    assertThat(read(request(LONG))).isEqualTo("read");
  }

  private static String refuse() {
    throw new HttpFault(413, "too long");
  }

  private String read(HttpServletRequest request) {
    return bodies.read(request, r -> "read");
  }

  private String whileTwoAreRead(java.util.function.Supplier<String> third) {
    return bodies.read(request(LONG), a -> bodies.read(request(LONG), b -> third.get()));
  }

  private static HttpServletRequest request(long length) {
    return new HttpServletRequestWrapper(new MockHttpServletRequest()) {
      @Override
      public long getContentLengthLong() {
        return length;
      }
    };
  }
}
