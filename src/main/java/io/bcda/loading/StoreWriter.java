package io.bcda.loading;

import java.util.List;

/** A way to write batches of good lines into the store. Thread-safe. */
interface StoreWriter {

  /**
   * Writes a batch, all or nothing.
   *
   * @param batch each resource at most once; they may be changed
   * @return what became of each, in the batch's order
   * @throws RuntimeException HAPI's or the database's; then nothing was written
   */
  List<WriteOutcome> write(List<Admitted> batch);

  /**
   * Deletes resources.
   *
   * @param references {@code Type/id}, each at most once
   * @return how many were there
   * @throws RuntimeException HAPI's or the database's; then those before may be gone
   */
  int delete(List<String> references);

  /**
   * Whether what was written before is locked until all is written: then nobody whom a batch waits
   * for may ever let go, and only to begin again helps.
   */
  default boolean isOneTransaction() {
    return false;
  }
}
