package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.harness.TestClock;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadPaceTest {
  private final TestClock clock = new TestClock();
  private final ReadPace pace =
      new ReadPace(new ReadSettings(50, 500, Duration.ofMinutes(30), 3, 2), clock);

  @BeforeEach
  void noon() {
    clock.set(Instant.parse("2026-11-30T12:00:20Z"));
  }

  @Test
  void givenAMinutesRequests_whenOneMore_thenBusyUntilTheNextMinute() {
    for (int i = 0; i < 3; i++) {
      pace.leave(enter("a"));
    }
    Refusal busy = catchThrowableOfType(Refusal.class, () -> enter("a"));
    assertThat(busy.reason()).isEqualTo(Reason.BUSY);
    assertThat(busy.retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    enter("b");
    clock.advance(Duration.ofSeconds(41));
    enter("a");
  }

  @Test
  void givenRequestsUnderWay_whenOneMore_thenBusyUntilOneEnds() {
    ServletRequestDetails first = enter("a");
    enter("a");
    assertThatThrownBy(() -> enter("a")).isInstanceOf(Refusal.class);
    pace.leave(first);
    pace.leave(first); // HAPI may tell it twice
    enter("a");
    assertThatThrownBy(() -> enter("a")).isInstanceOf(Refusal.class);
  }

  @Test
  void givenSettingsOutOfBounds_whenMade_thenRefused() {
    for (Duration keep : new Duration[] {Duration.ZERO, Duration.ofMinutes(61)}) {
      assertThatThrownBy(() -> new ReadSettings(50, 500, keep, 1, 1))
          .hasMessageContaining("bcda.reads.keep-searches");
    }
    assertThatThrownBy(() -> new ReadSettings(51, 50, Duration.ofMinutes(1), 1, 1))
        .hasMessageContaining("bcda.reads.page-size");
  }

  private ServletRequestDetails enter(String client) {
    ServletRequestDetails details = new ServletRequestDetails();
    pace.enter(client, details);
    return details;
  }
}
