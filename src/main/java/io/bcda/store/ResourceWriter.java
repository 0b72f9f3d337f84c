package io.bcda.store;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/**
 * Writes whole batches of resources straight into HAPI's tables, {@code claim_index} and the MBI
 * links, as HAPI would have written them one by one: afterwards it reads, finds, updates and
 * deletes them as its own. HAPI's storage hooks are not called. Thread-safe.
 */
public interface ResourceWriter {

  /**
   * A resource to be stored.
   *
   * @param fhirId its id, as FHIR allows ids
   * @param resource parsed; its versionId and lastUpdated do not count, and may be changed
   */
  record Incoming(ResourceKind kind, String fhirId, Resource resource) {
    String reference() {
      return kind.fhirType() + "/" + fhirId;
    }
  }

  /** What became of a resource. */
  enum Outcome {
    /** It was not there, or deleted. */
    CREATED,
    UPDATED,
    /** It is there already, as it is. */
    UNCHANGED
  }

  /**
   * Writes a batch in one transaction, all or nothing.
   *
   * @param batch each resource at most once
   * @return what became of each, in the batch's order
   * @throws org.springframework.dao.ConcurrencyFailureException if another writer was quicker with
   *     one of them: the same call may succeed now
   */
  List<Outcome> write(List<Incoming> batch);
}
