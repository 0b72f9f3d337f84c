package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Carries out a file's lines of deletes, one after the other. Thread-safe. */
@Component
class DeletionPass {
  private final FhirContext fhir;
  private final LoadingSettings settings;

  DeletionPass(FhirContext fhir, LoadingSettings settings) {
    this.fhir = fhir;
    this.settings = settings;
  }

  /**
   * Returns when all of them are counted or the tally has ended the load.
   *
   * @param proofOfLife writes to the database, or throws: tells a bad line from a bad database
   */
  void load(NdjsonFile file, StoreWriter store, LoadTally tally, Runnable proofOfLife)
      throws IOException {
    DeletionGate gate = new DeletionGate(fhir);
    try (NdjsonLines lines = file.lines()) {
      for (Optional<NdjsonLine> line = lines.next();
          line.isPresent() && tally.ended().isEmpty();
          line = lines.next()) {
        if (LineSniff.of(line.get()).isBundle()) {
          take(line.get(), gate, store, tally, proofOfLife);
        }
      }
    } catch (InterruptedException e) {
      tally.end(LoadEnd.interrupted());
      Thread.currentThread().interrupt();
    }
  }

  private void take(
      NdjsonLine line, DeletionGate gate, StoreWriter store, LoadTally tally, Runnable proofOfLife)
      throws InterruptedException {
    try {
      List<String> references = gate.admit(line);
      tally.countDeletions(references.isEmpty() ? 0 : delete(references, store));
    } catch (LineRefused e) {
      tally.refuse(e.at(line.number()));
    } catch (RuntimeException e) {
      proofOfLife.run();
      if (Fault.isConflict(e) && store.isOneTransaction()) {
        tally.end(LoadEnd.failed(e)); // as with claims: the whole file again
        return;
      }
      LineReason reason = Fault.isConflict(e) ? LineReason.STORE_CONFLICT : LineReason.STORE_FAILED;
      tally.refuse(new RefusedLine(line.number(), reason, Fault.describe(e)));
    }
  }

  private int delete(List<String> references, StoreWriter store) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        return store.delete(references);
      } catch (RuntimeException e) {
        if (!Fault.isConflict(e) || attempt >= settings.conflictRetries()) {
          throw e;
        }
        BatchWriter.pause(attempt);
      }
    }
  }
}
