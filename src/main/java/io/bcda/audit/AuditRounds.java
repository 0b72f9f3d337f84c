package io.bcda.audit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Tells of refusals that were held back, each minute, and ends old events, each day. */
@Component
class AuditRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AuditRounds.class);
  private static final long DAY_MINUTES = TimeUnit.DAYS.toMinutes(1);
  private final AuditTrail audit;
  private final AuditRetention retention;
  private @Nullable ScheduledExecutorService worker;

  AuditRounds(AuditTrail audit, AuditRetention retention) {
    this.audit = audit;
    this.retention = retention;
  }

  private static void round(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      log.atWarn()
          .addKeyValue("what", what)
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("the audit trail could not be looked after, tried again later");
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService own =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "audit");
              thread.setDaemon(true);
              return thread;
            });
    worker = own;
    own.scheduleWithFixedDelay(
        () -> round("held refusals", audit::tellHeld), 1, 1, TimeUnit.MINUTES);
    own.scheduleWithFixedDelay(
        () -> round("old events", retention::expire), 1, DAY_MINUTES, TimeUnit.MINUTES);
  }

  /** Lets a round end: an interrupt would close H2's file under it. */
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
      round("held refusals", audit::tellAllHeld);
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }
}
