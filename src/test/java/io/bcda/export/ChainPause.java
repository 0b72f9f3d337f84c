package io.bcda.export;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the threads of a history wait, until it is over at the latest. Thread-safe. */
final class ChainPause {
  private final CountDownLatch over = new CountDownLatch(1);

  void upTo(int millis) {
    try {
      over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void end() {
    over.countDown();
  }
}
