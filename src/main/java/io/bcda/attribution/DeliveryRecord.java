package io.bcda.attribution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A delivered file on record.
 *
 * @param name of the file
 * @param receivedAt when it was taken, by the server's clock
 * @param rolledBackAt when it was rolled back, by the server's clock
 * @param inForce whether what it says counts now
 * @param notes sentences of its report; never an MBI
 */
public record DeliveryRecord(
    long id,
    String name,
    String sha256,
    Instant receivedAt,
    Outcome outcome,
    Optional<Instant> rolledBackAt,
    DeliveryFacts facts,
    boolean inForce,
    List<String> notes) {

  /** What became of a file for good. */
  public enum Outcome {
    LOADED,
    REJECTED,
    /** It was loaded and taken back, and can be delivered again. */
    ROLLED_BACK
  }

  public DeliveryRecord {
    notes = List.copyOf(notes);
  }
}
