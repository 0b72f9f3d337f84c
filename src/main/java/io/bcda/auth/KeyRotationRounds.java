package io.bcda.auth;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks after the signing keys twice a minute, on every node. */
@Component
class KeyRotationRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(KeyRotationRounds.class);
  private static final int SECONDS = 30;
  private final KeyRotation rotation;
  private @Nullable ScheduledExecutorService worker;

  KeyRotationRounds(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public void start() {
    worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "key-rotation");
              thread.setDaemon(true);
              return thread;
            });
    worker.scheduleWithFixedDelay(this::round, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void round() {
    try {
      rotation.round();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("signing keys not looked after, the next round tries again");
    }
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
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }
}
