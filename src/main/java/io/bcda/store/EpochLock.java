package io.bcda.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * H2's stand-in for transaction ids (design section 4): writers hold a shared lock from stamping to
 * the end of their transaction; issuing a time takes it alone and ends the epoch. H2 runs in this
 * JVM only, so the lock does too; two databases in one JVM share it, which costs waiting and no
 * more.
 */
final class EpochLock {
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();
  private static final long PATIENCE_SECONDS = 60;

  private EpochLock() {}

  /** Holds the epoch open until the current transaction ends. */
  static void share() {
    if (LOCK.getReadHoldCount() > 0 || LOCK.isWriteLockedByCurrentThread()) {
      return;
    }
    requireTransaction();
    // Barging past a waiting issuer: a writer that queued behind it could wait for a row that an
    // older writer holds, for whom the issuer waits.
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!LOCK.readLock().tryLock()) {
      Thread.onSpinWait();
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("a time has been under issue for too long");
      }
    }
    atEndOfTransaction(() -> LOCK.readLock().unlock());
  }

  /** Waits for all writers, and keeps new ones out until the current transaction ends. */
  static void alone() {
    requireTransaction();
    if (LOCK.isWriteLockedByCurrentThread()) {
      return;
    }
    if (LOCK.getReadHoldCount() > 0) {
      throw new IllegalStateException("a transaction that wrote cannot issue a time");
    }
    try {
      if (!LOCK.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("writers kept the epoch open for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for writers", e);
    }
    atEndOfTransaction(() -> LOCK.writeLock().unlock());
  }

  private static void requireTransaction() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException("no transaction");
    }
  }

  private static void atEndOfTransaction(Runnable release) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            release.run();
          }
        });
  }
}
