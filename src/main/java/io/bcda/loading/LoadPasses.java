package io.bcda.loading;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;

/**
 * Goes through a file as often as it takes: deletes first, then Patients, so that what refers to
 * them finds them in the store, then the rest; all in one transaction if the file is not too large.
 * Thread-safe.
 */
@Component
class LoadPasses {
  private final LoadLanes lanes;
  private final DeletionPass deletions;
  private final StoreWriter store;
  private final JdbcTransactionManager transactions;
  private final LoadingSettings settings;

  /**
   * A file's transaction keeps what it wrote locked to its end; two that write the same resources
   * in another order would each wait for the other.
   */
  private final Lock oneAtOnce = new ReentrantLock(true);

  LoadPasses(
      LoadLanes lanes,
      DeletionPass deletions,
      StoreWriters writers,
      JdbcTransactionManager transactions,
      LoadingSettings settings) {
    this.lanes = lanes;
    this.deletions = deletions;
    this.store = writers.chosen();
    this.transactions = transactions;
    this.settings = settings;
  }

  /**
   * Returns when every line is counted or the tally has ended the load.
   *
   * @param note writes the counts so far to the database, or throws
   */
  void load(NdjsonFile file, FileSurvey survey, LoadTally tally, Runnable note) throws IOException {
    if (settings.asRows() && survey.lines() <= settings.visibleAtOnce()) {
      loadAtOnce(file, survey, tally, note);
    } else {
      goThrough(file, survey, store, tally, note);
    }
  }

  private void loadAtOnce(NdjsonFile file, FileSurvey survey, LoadTally tally, Runnable note) {
    try {
      oneAtOnce.lockInterruptibly();
    } catch (InterruptedException e) {
      tally.end(LoadEnd.interrupted());
      Thread.currentThread().interrupt();
      return;
    }
    try (SharedTransaction all = new SharedTransaction(store, transactions)) {
      goThrough(file, survey, all, tally, note);
      if (tally.ended().isEmpty()) {
        all.commit();
      }
    } catch (IOException | RuntimeException e) {
      tally.end(LoadEnd.failed(e));
    } finally {
      oneAtOnce.unlock();
    }
    if (tally.ended().isPresent()) {
      tally.forgetWritten();
    }
  }

  private void goThrough(
      NdjsonFile file, FileSurvey survey, StoreWriter writer, LoadTally tally, Runnable note)
      throws IOException {
    if (survey.deletions() > 0) {
      deletions.load(file, writer, tally, note);
    }
    for (Predicate<LineSniff> pass : survey.passes()) {
      lanes.load(new LoadLanes.Lines(file, pass), writer, tally, note);
    }
  }
}
