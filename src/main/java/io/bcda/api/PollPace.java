package io.bcda.api;

import java.time.Duration;

/**
 * How long a client is asked to wait before it polls again: one second for a job that has just
 * begun, more for one that has run for long, less again when its end is near. Clients wait exactly
 * this long.
 */
final class PollPace {
  private static final long MOST_SECONDS = 60;

  /** A job is polled about this often until it is twice as old. */
  private static final long POLLS_PER_AGE = 10;

  private PollPace() {}

  /**
   * @param age since kick-off
   * @param percent done; 0 when nothing is known
   * @return whole seconds, 1 to 60
   */
  static Duration pause(Duration age, int percent) {
    long pause = age.toSeconds() / POLLS_PER_AGE;
    if (percent > 0) {
      long left = age.toSeconds() * (100 - percent) / percent;
      pause = Math.min(pause, left);
    }
    return Duration.ofSeconds(Math.max(1, Math.min(MOST_SECONDS, pause)));
  }
}
