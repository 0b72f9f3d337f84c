package io.bcda.store;

import java.util.List;

/**
 * Writes whole batches of resources straight into HAPI's tables, {@code claim_index} and the MBI
 * links, as HAPI would have written them one by one: afterwards it reads, finds, updates and
 * deletes them as its own. HAPI's storage hooks are not called. Each call is a transaction, or, in
 * one that the caller began with {@link org.springframework.jdbc.support.JdbcTransactionManager}, a
 * part of it that leaves no trace if it fails. Thread-safe.
 */
public interface ResourceWriter {

  /** What became of a resource. */
  enum Outcome {
    /** It was not there, or deleted. */
    CREATED,
    UPDATED,
    /** It is there already, as it is. */
    UNCHANGED
  }

  /** A resource by its id. */
  record Key(ResourceKind kind, String fhirId) {}

  /**
   * Writes a batch in one transaction, all or nothing.
   *
   * @param batch each resource at most once
   * @return what became of each, in the batch's order
   * @throws org.springframework.dao.ConcurrencyFailureException if another writer was quicker with
   *     one of them: the same call may succeed now
   */
  List<Outcome> write(List<Incoming> batch);

  /**
   * Deletes resources in one transaction, all or nothing.
   *
   * @param keys each at most once
   * @return how many were there
   * @throws org.springframework.dao.ConcurrencyFailureException as for {@link #write}
   */
  int delete(List<Key> keys);
}
