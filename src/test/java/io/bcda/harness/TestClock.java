package io.bcda.harness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** A clock that tests move. It runs like the system's, shifted. */
public final class TestClock extends Clock {
  private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

  /** Goes on from this instant. */
  public void set(Instant now) {
    shift.set(Duration.between(Instant.now(), now));
  }

  public void advance(Duration by) {
    shift.updateAndGet(s -> s.plus(by));
  }

  /** The system's time again. */
  public void reset() {
    shift.set(Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(shift.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? this : Clock.fixed(instant(), zone);
  }

  @Configuration(proxyBeanMethods = false)
  static class Bean {
    @org.springframework.context.annotation.Bean
    @Primary
    TestClock testClock() {
      return new TestClock();
    }
  }
}
