package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.FailedAttempts.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final Origin HERE = new Origin("client", "192.0.2.1");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FailedAttempts attempts =
      new FailedAttempts(
          TestAuthSettings.with(
              Map.of("attempts", "3", "address-attempts", "20", "attempts-window", "5m")),
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

  @Test
  void givenOneClientIdAfterTheOther_whenTheAddressHasFailedTooOften_thenItWaitsForAll() {
    for (int i = 0; i < 19; i++) {
      fail(new Origin("client" + i, "192.0.2.1"), 1);
    }
    assertThat(attempts.wait(new Origin("new", "192.0.2.1"))).isEmpty();
    now = now.plusSeconds(60);
    fail(new Origin("client19", "192.0.2.1"), 1);

    assertThat(attempts.wait(new Origin("new", "192.0.2.1"))).contains(Duration.ofSeconds(240));
    assertThat(attempts.wait(new Origin("new", "::ffff:192.0.2.1"))).isPresent();
    assertThat(attempts.wait(new Origin("client1", "192.0.2.2"))).isEmpty();
  }

  @Test
  void givenAGoodSecretInBetween_whenTheAddressGoesOn_thenItsFailuresStillCount() {
    for (int i = 0; i < 20; i++) {
      fail(new Origin("client" + i, "192.0.2.1"), 1);
      attempts.succeeded(HERE);
    }
    assertThat(attempts.wait(HERE)).isPresent();
  }

  @Test
  void givenManyAddresses_whenCounted_thenTheOldestGiveWay() {
    for (int i = 0; i < 20; i++) {
      fail(new Origin("client" + i, "192.0.2.1"), 1);
    }
    for (int i = 0; i < 2_500; i++) {
      fail(new Origin("client", "10.0." + i / 250 + "." + i % 250), 1);
    }
    assertThat(attempts.wait(HERE)).isEmpty();
  }

  @Test
  void givenAddressesOfOneIpv6Network_whenTheyFail_thenTheyAreOne() {
    for (int i = 0; i < 3; i++) {
      fail(new Origin("client", "2001:db8:0:1::" + i), 1);
    }
    assertThat(attempts.wait(new Origin("client", "2001:db8:0:1:a:b:c:d"))).isPresent();
    assertThat(attempts.wait(new Origin("client", "2001:db8:0:2::1"))).isEmpty();
  }

  @Test
  void givenIdsThatAreTooLong_whenCounted_thenAsOneAndNotKept() {
    Origin origin = new Origin("x".repeat(101), "192.0.2.1");
    assertThat(origin).isEqualTo(new Origin("y".repeat(5_000), "192.0.2.1"));
    assertThat(origin.clientId()).isEmpty();
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
