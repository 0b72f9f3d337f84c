package io.bcda.loading;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * A writer whose batches, from whatever threads, all go into one transaction, so that others see
 * all of them at once or none. A batch that fails leaves no trace in it. Thread-safe; closed
 * without {@link #commit()} it leaves nothing.
 */
final class SharedTransaction implements StoreWriter, AutoCloseable {
  private final StoreWriter store;
  private final JdbcTransactionManager transactions;

  /** A transaction belongs to a thread: this one. */
  private final ExecutorService thread;

  private final TransactionStatus transaction;

  SharedTransaction(StoreWriter store, JdbcTransactionManager transactions) {
    this.store = store;
    this.transactions = transactions;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "claims-transaction");
              made.setDaemon(true);
              return made;
            });
    try {
      this.transaction =
          inThread(() -> transactions.getTransaction(new DefaultTransactionDefinition()));
    } catch (RuntimeException e) {
      thread.shutdown();
      throw e;
    }
  }

  @Override
  public List<WriteOutcome> write(List<Admitted> batch) {
    return inThread(() -> store.write(batch));
  }

  @Override
  public int delete(List<String> references) {
    return inThread(() -> store.delete(references));
  }

  @Override
  public boolean isOneTransaction() {
    return true;
  }

  /**
   * Lets others see it all.
   *
   * @throws RuntimeException the database's; then nothing was written
   */
  void commit() {
    inThread(
        () -> {
          transactions.commit(transaction);
          return true;
        });
  }

  @Override
  public void close() {
    try {
      inThread(
          () -> {
            if (!transaction.isCompleted()) {
              transactions.rollback(transaction);
            }
            return true;
          });
    } finally {
      thread.shutdown();
    }
  }

  private <T> T inThread(Callable<T> work) {
    try {
      return thread.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      if (e.getCause() instanceof Error fault) {
        throw fault;
      }
      throw new IllegalStateException("a write failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    }
  }
}
