package io.bcda.auth;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A thread of its own that does the same again and again, until it is told to end. */
final class Rounds {
  private static final int SECONDS_TO_END = 5;
  private final ScheduledExecutorService worker;

  private Rounds(ScheduledExecutorService worker) {
    this.worker = worker;
  }

  /**
   * @param thread its name
   * @param round must not throw: what throws is not done again
   * @param first seconds until the first
   * @param pause seconds from the end of one to the next
   */
  static Rounds start(String thread, Runnable round, long first, long pause) {
    ScheduledExecutorService worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread own = new Thread(task, thread);
              own.setDaemon(true);
              return own;
            });
    worker.scheduleWithFixedDelay(round, first, pause, TimeUnit.SECONDS);
    return new Rounds(worker);
  }

  /** Lets a round end: an interrupt would close H2's file under it. */
  void end() {
    worker.shutdown();
    try {
      worker.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
