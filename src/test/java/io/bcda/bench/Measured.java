package io.bcda.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * What one piece of work took.
 *
 * @param resources done
 * @param bytes of their NDJSON
 * @param time from start to end
 * @param cpu processor time of the process that did it
 * @param databaseCpu of all of PostgreSQL's processes; empty where they are out of sight
 * @param heap most MB in use; empty if unknown
 */
record Measured(
    long resources,
    long bytes,
    Duration time,
    Duration cpu,
    Optional<Duration> databaseCpu,
    Optional<Integer> heap) {

  double seconds() {
    return seconds(time);
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  double perSecond() {
    return resources / seconds();
  }

  double megabytes() {
    return bytes / 1e6;
  }

  /** How many times as fast as another. */
  double times(Measured other) {
    return perSecond() / other.perSecond();
  }
}
