package io.bcda.inbox;

import java.util.Optional;

/**
 * Where a delivered file is.
 *
 * @param report what became of it, once it is done or rejected
 */
public record Whereabouts(String name, Place place, Optional<String> report) {

  /** Where it can be. */
  public enum Place {
    WAITING,
    /** A node is busy with it. */
    TAKEN,
    DONE,
    REJECTED
  }
}
