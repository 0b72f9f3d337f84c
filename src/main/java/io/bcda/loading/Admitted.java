package io.bcda.loading;

import io.bcda.store.Incoming;

/** A line that passed the gate. */
record Admitted(NdjsonLine line, Incoming incoming) {

  /** {@code Type/id}. */
  String reference() {
    return incoming.reference();
  }

  @Override
  public String toString() {
    return "Admitted[" + line.number() + "]";
  }
}
