package io.bcda.attribution;

import java.util.Optional;

/**
 * Where a roster just loaded came to stand.
 *
 * @param before the roster that was in force
 */
record Placed(Standing standing, Optional<Roster> before) {

  /** Whether it counts, and why not. */
  enum Standing {
    IN_FORCE("in force"),
    OLDER("kept and not in force: a newer one is"),
    BEYOND_PARTICIPATION("kept and not in force: the ACO's participation ended before");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** A half sentence. */
    String words() {
      return words;
    }
  }

  boolean isInForce() {
    return standing == Standing.IN_FORCE;
  }
}
