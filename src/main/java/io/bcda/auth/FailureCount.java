package io.bcda.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Failures by key, over a window that slides. Holds a bounded number of keys, and of each no more
 * than the limit; a new key drops the one not seen for longest.
 */
final class FailureCount<K> {
  private final Map<K, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true);
  private final int limit;
  private final Duration window;
  private final int kept;

  FailureCount(int limit, Duration window, int kept) {
    this.limit = limit;
    this.window = window;
    this.kept = kept;
  }

  /** How long it must wait; empty if it may try. */
  Optional<Duration> wait(K key, Instant now) {
    Deque<Instant> failed = failures.get(key);
    if (failed == null) {
      return Optional.empty();
    }
    while (!failed.isEmpty() && !failed.peekFirst().plus(window).isAfter(now)) {
      failed.removeFirst();
    }
    if (failed.isEmpty()) {
      failures.remove(key);
    }
    return failed.size() < limit
        ? Optional.empty()
        : Optional.of(Duration.between(now, failed.getFirst().plus(window)));
  }

  void failed(K key, Instant now) {
    Deque<Instant> failed = failures.computeIfAbsent(key, k -> new ArrayDeque<>());
    failed.addLast(now);
    if (failed.size() > limit) { // attempts that were under way when the limit was reached
      failed.removeFirst();
    }
    if (failures.size() > kept) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  void forget(K key) {
    failures.remove(key);
  }
}
