package io.bcda.store;

import io.bcda.store.SearchUpkeep.Step;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Walks in the background, one page at a time. After each it rests as long as the page took, so
 * that half a core at most is spent on what nobody waits for.
 */
@Component
class SearchUpkeepWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SearchUpkeepWorker.class);
  private static final long LOOK_SECONDS = 30;
  private static final long TELL_SECONDS = 60;
  private final SearchUpkeep upkeep;
  private final SearchUpkeepStore walks;
  private @Nullable ScheduledExecutorService worker;
  private long toldAt;

  SearchUpkeepWorker(SearchUpkeep upkeep, SearchUpkeepStore walks) {
    this.upkeep = upkeep;
    this.walks = walks;
  }

  private void round(ScheduledExecutorService own) {
    long began = System.nanoTime();
    long restNanos = TimeUnit.SECONDS.toNanos(LOOK_SECONDS);
    try {
      if (upkeep.step(ServedParameter.ALL) == Step.WALKED) {
        tellNowAndThen();
        restNanos = System.nanoTime() - began;
      }
    } catch (PessimisticLockingFailureException e) {
      restNanos = TimeUnit.SECONDS.toNanos(1); // a writer has one of the page
    } catch (RuntimeException | Error e) {
      // Without the cause: its text may quote a row.
      log.atWarn()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("indexing of stored resources failed, tried again soon");
    }
    try {
      own.schedule(() -> round(own), restNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // stopping; the next start goes on where this one was
    }
  }

  private void tellNowAndThen() {
    if (System.nanoTime() - toldAt < TimeUnit.SECONDS.toNanos(TELL_SECONDS)) {
      return;
    }
    toldAt = System.nanoTime();
    for (SearchUpkeepStore.Progress walk : walks.list()) {
      if (walk.finishedAt() == null) {
        log.atInfo()
            .addKeyValue("type", walk.base())
            .addKeyValue("parameter", walk.code())
            .addKeyValue("resources", walk.walked())
            .addKeyValue("of", walk.total())
            .log("indexing stored resources by a search parameter");
      }
    }
  }

  @Override
  public void start() {
    ScheduledThreadPoolExecutor own =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "search-upkeep");
              thread.setDaemon(true);
              thread.setPriority(Thread.MIN_PRIORITY);
              return thread;
            });
    own.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    worker = own;
    own.execute(() -> round(own));
  }

  /** Lets the page end: an interrupt would close H2's file under it. */
  @Override
  public void stop() {
    if (worker != null) {
      worker.shutdown();
      try {
        worker.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      worker = null;
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }
}
