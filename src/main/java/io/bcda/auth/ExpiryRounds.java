package io.bcda.auth;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for secrets that end soon: at the start, and then each hour. */
@Component
class ExpiryRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ExpiryRounds.class);
  private final ExpiringSecrets secrets;
  private @Nullable ScheduledExecutorService worker;

  ExpiryRounds(ExpiringSecrets secrets) {
    this.secrets = secrets;
  }

  private void round() {
    try {
      secrets.look();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("secrets that end soon could not be looked up, tried again in an hour");
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService own =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "secret-expiry");
              thread.setDaemon(true);
              return thread;
            });
    worker = own;
    own.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.HOURS);
  }

  /** Lets a look end: an interrupt would close H2's file under it. */
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
