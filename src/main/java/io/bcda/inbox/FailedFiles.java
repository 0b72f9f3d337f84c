package io.bcda.inbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Files whose handler threw: each is tried again after a growing delay. For one thread. */
final class FailedFiles {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

  private record Failure(long at, long delay) {}

  private final Map<Path, Failure> failures = new HashMap<>();
  private final long firstDelay;

  FailedFiles(Duration firstDelay) {
    this.firstDelay = firstDelay.toNanos();
  }

  /** Remembers a failure. True if it is the file's first. */
  boolean remember(Path file) {
    Failure before = failures.get(file);
    long delay = before == null ? firstDelay : Math.min(LONGEST, before.delay() * 2);
    failures.put(file, new Failure(System.nanoTime(), delay));
    return before == null;
  }

  boolean mayTry(Path file) {
    Failure failure = failures.get(file);
    return failure == null || System.nanoTime() - failure.at() >= failure.delay();
  }

  void forget(Path file) {
    failures.remove(file);
  }

  void keepOnly(Collection<Path> files) {
    failures.keySet().retainAll(files);
  }
}
