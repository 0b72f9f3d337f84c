package io.bcda.export;

import io.bcda.store.Tombstones;
import io.bcda.store.Watermark;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The room's clockwork: sweeps, a time issued each minute while anything changed, and once a day
 * the purge of what no export can ask for any more.
 */
@Component
class Schedule implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Schedule.class);

  /** Sweeps from one purge to the next; an idle server is to ask little. */
  private static final int RARELY = 6;

  private final JobSweep sweep;
  private final ReplacementSweep replacements;
  private final Leftovers leftovers;
  private final Watermark watermark;
  private final Tombstones tombstones;
  private final JobSettings settings;
  private @Nullable ScheduledExecutorService worker;

  Schedule(
      JobSweep sweep,
      ReplacementSweep replacements,
      Leftovers leftovers,
      Watermark watermark,
      Tombstones tombstones,
      JobSettings settings) {
    this.sweep = sweep;
    this.replacements = replacements;
    this.leftovers = leftovers;
    this.watermark = watermark;
    this.tombstones = tombstones;
    this.settings = settings;
  }

  /** A task that may fail and is run again. */
  @FunctionalInterface
  private interface Round {
    void run() throws Exception;
  }

  private static Runnable safely(String what, Round round) {
    return () -> {
      try {
        round.run();
      } catch (Exception | Error e) {
        // An Error too: else the executor would end this task for good, unseen.
        log.atWarn()
            .addKeyValue("task", what)
            .setCause(e)
            .log("round failed, the next tries again");
      }
    };
  }

  @Override
  public void start() {
    worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "export-schedule");
              thread.setDaemon(true);
              return thread;
            });
    long pace = settings.sweep().toMillis();
    worker.schedule(
        safely("start", () -> watermark.issueIfChanged(Watermark.Cause.START)),
        0,
        TimeUnit.SECONDS);
    repeat("mend", sweep::mend, pace);
    repeat("expire", sweep::expire, pace);
    repeat("purge", sweep::purge, pace * RARELY);
    repeat("replacements", replacements::sweep, pace);
    worker.scheduleWithFixedDelay(
        safely("minute", () -> watermark.issueIfChanged(Watermark.Cause.MINUTE)),
        60,
        60,
        TimeUnit.SECONDS);
    worker.scheduleWithFixedDelay(safely("leftovers", leftovers::sweep), 10, 10, TimeUnit.MINUTES);
    worker.scheduleWithFixedDelay(safely("day", tombstones::purge), 1, 24, TimeUnit.HOURS);
  }

  private void repeat(String what, Round round, long millis) {
    worker.scheduleWithFixedDelay(safely(what, round), millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (worker != null) {
      worker.shutdownNow();
      worker = null;
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }
}
