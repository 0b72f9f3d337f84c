package io.bcda.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes whoever keeps failing wait. Counted by client and address together: by client alone,
 * anybody could lock an ACO out. In memory, so each node counts for itself. Thread-safe.
 */
@Component
class FailedAttempts {
  private static final int KEPT = 10_000;
  private final Map<Origin, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true);
  private final AuthSettings settings;
  private final Clock clock;

  FailedAttempts(AuthSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** How long it must wait; empty if it may try. */
  synchronized Optional<Duration> wait(Origin origin) {
    Deque<Instant> failed = failures.get(origin);
    if (failed == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    while (!failed.isEmpty() && !failed.peekFirst().plus(settings.attemptsWindow()).isAfter(now)) {
      failed.removeFirst();
    }
    if (failed.isEmpty()) {
      failures.remove(origin);
    }
    return failed.size() < settings.attempts()
        ? Optional.empty()
        : Optional.of(Duration.between(now, failed.getFirst().plus(settings.attemptsWindow())));
  }

  synchronized void failed(Origin origin) {
    failures.computeIfAbsent(origin, o -> new ArrayDeque<>()).addLast(clock.instant());
    if (failures.size() > KEPT) { // the one not seen for longest
      failures.remove(failures.keySet().iterator().next());
    }
  }

  synchronized void succeeded(Origin origin) {
    failures.remove(origin);
  }

  /** Who tries, from where. */
  record Origin(String clientId, String address) {}
}
