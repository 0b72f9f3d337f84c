package io.bcda.loading;

import io.bcda.store.ResourceKind;
import org.hl7.fhir.r4.model.Resource;

/** A line that passed the gate, parsed. */
record Admitted(NdjsonLine line, ResourceKind kind, String id, Resource resource) {

  /** {@code Type/id}. */
  String reference() {
    return kind.fhirType() + "/" + id;
  }

  @Override
  public String toString() {
    return "Admitted[" + line.number() + "]";
  }
}
