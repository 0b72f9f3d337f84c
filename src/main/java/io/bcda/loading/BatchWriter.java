package io.bcda.loading;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a batch into the store for one writer: again where another writer was quicker, in halves
 * where a line spoils it, so that only bad lines are lost. Not thread-safe.
 */
final class BatchWriter {
  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final StoreWriter store;
  private final ResourceGate gate;
  private final LoadTally tally;
  private final int retries;
  private final Runnable proofOfLife;

  /**
   * @param proofOfLife writes to the database, or throws: tells a bad line from a bad database
   */
  BatchWriter(
      StoreWriter store, ResourceGate gate, LoadTally tally, int retries, Runnable proofOfLife) {
    this.store = store;
    this.gate = gate;
    this.tally = tally;
    this.retries = retries;
    this.proofOfLife = proofOfLife;
  }

  /**
   * Writes the batch and counts each line.
   *
   * @param batch each resource at most once
   * @throws RuntimeException if the database is not there: lines that are not counted were not
   *     written
   */
  void write(List<Admitted> batch) throws InterruptedException {
    write(batch, retries);
  }

  private void write(List<Admitted> batch, int tries) throws InterruptedException {
    List<Admitted> fresh = batch;
    for (int attempt = 0; ; attempt++) {
      try {
        store.write(fresh).forEach(tally::count);
        return;
      } catch (RuntimeException e) {
        if (!Fault.isConflict(e) || attempt >= tries) {
          split(batch, e);
          return;
        }
        pause(attempt);
        fresh = again(batch);
      }
    }
  }

  private void split(List<Admitted> batch, RuntimeException fault) throws InterruptedException {
    if (tally.ended().isPresent()) {
      return; // the file will be taken again
    }
    proofOfLife.run();
    if (batch.size() == 1) {
      refuse(batch.get(0), fault);
      return;
    }
    log.atInfo()
        .addKeyValue("fault", Fault.describe(fault))
        .addKeyValue("resources", batch.size())
        .log("bundle refused, trying its halves");
    List<Admitted> fresh = again(batch);
    int half = fresh.size() / 2;
    // The whole batch had its retries; only a line that stands alone gets them again.
    write(fresh.subList(0, half), half == 1 ? retries : 0);
    write(fresh.subList(half, fresh.size()), fresh.size() - half == 1 ? retries : 0);
  }

  private void refuse(Admitted line, RuntimeException fault) {
    if (Fault.isConflict(fault) && store.isOneTransaction()) {
      tally.end(LoadEnd.failed(fault));
      return;
    }
    LineReason reason =
        Fault.isConflict(fault)
            ? LineReason.STORE_CONFLICT
            : Fault.isRefusal(fault) ? LineReason.STORE_REFUSED : LineReason.STORE_FAILED;
    tally.refuse(new RefusedLine(line.line().number(), reason, Fault.describe(fault)));
  }

  /** HAPI changes the resources that it is given: ids, versions. They are parsed afresh. */
  private List<Admitted> again(List<Admitted> batch) {
    return batch.stream().map(a -> gate.admit(a.line())).toList();
  }

  /** Lets another writer finish; longer at each attempt, from 0. */
  static void pause(int attempt) throws InterruptedException {
    long most = PAUSE.toMillis() << Math.min(attempt, 6);
    Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
