package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.FailedAttempts.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final Origin HERE = new Origin("client", "192.0.2.1");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FailedAttempts attempts =
      new FailedAttempts(
          new AuthSettings(
              null,
              Duration.ofMinutes(20),
              Duration.ofDays(90),
              AuthSettings.ExpiresIn.AUTO,
              3,
              Duration.ofMinutes(5)),
          clock());

  @Test
  void givenFewerThanTheLimit_whenAsked_thenNoWait() {
    fail(HERE, 2);
    assertThat(attempts.wait(HERE)).isEmpty();
  }

  @Test
  void givenTheLimit_whenAsked_thenWaitUntilTheOldestIsForgotten() {
    fail(HERE, 1);
    now = now.plusSeconds(100);
    fail(HERE, 2);

    assertThat(attempts.wait(HERE)).contains(Duration.ofSeconds(200));
    now = now.plusSeconds(200);
    assertThat(attempts.wait(HERE)).isEmpty();
    fail(HERE, 1);
    assertThat(attempts.wait(HERE)).contains(Duration.ofSeconds(100));
  }

  @Test
  void givenOneOriginBlocked_whenAnotherAddressOrClientAsks_thenNoWait() {
    fail(HERE, 3);
    assertThat(attempts.wait(new Origin("client", "192.0.2.2"))).isEmpty();
    assertThat(attempts.wait(new Origin("other", "192.0.2.1"))).isEmpty();
  }

  @Test
  void givenSuccess_whenAsked_thenForgotten() {
    fail(HERE, 2);
    attempts.succeeded(HERE);
    fail(HERE, 2);
    assertThat(attempts.wait(HERE)).isEmpty();
  }

  @Test
  void givenManyOrigins_whenCounted_thenTheOldestGiveWay() {
    fail(HERE, 3);
    for (int i = 0; i < 10_000; i++) {
      fail(new Origin("client" + i, "192.0.2.3"), 1);
    }
    assertThat(attempts.wait(HERE)).isEmpty();
  }

  private void fail(Origin origin, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(origin);
    }
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
