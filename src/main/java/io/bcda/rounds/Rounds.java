package io.bcda.rounds;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of its own for tasks that are done again and again, one at a time, until it is told to
 * end. What a round throws is logged, and the next is done all the same: after an Error, too, with
 * which an executor would end the task for good, unseen.
 */
public final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final int SECONDS_TO_END = 5;
  private final ScheduledExecutorService worker;

  /** One time that a task is done. */
  @FunctionalInterface
  public interface Round {
    void run() throws Exception;
  }

  /**
   * @param thread its name
   */
  public Rounds(String thread) {
    worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread own = new Thread(task, thread);
              own.setDaemon(true);
              return own;
            });
  }

  /** Does a task once, soon, also if it is told to end meanwhile. */
  public void once(String task, Round round) {
    worker.execute(() -> safely(task, round));
  }

  /**
   * @param task its name, for the log
   * @param first until the first round
   * @param pause from the end of one to the next
   */
  public void every(String task, Round round, Duration first, Duration pause) {
    worker.scheduleWithFixedDelay(
        () -> safely(task, round), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void safely(String task, Round round) {
    try {
      round.run();
    } catch (Exception | Error e) {
      log.atWarn().addKeyValue("task", task).setCause(e).log("round failed, the next tries again");
    }
  }

  /** Lets a round end, for five seconds: an interrupt would close H2's file under it. */
  public void end() {
    worker.shutdown();
    try {
      worker.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
