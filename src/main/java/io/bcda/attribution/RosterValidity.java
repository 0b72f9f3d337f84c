package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a roster can be used now, and why.
 *
 * @param validUntil last moment at which it can be used, also if that has passed; empty without a
 *     roster
 * @param sentence the reason, what is missing since when, and what to do; for the ACO's developer
 */
public record RosterValidity(
    AttributionState state, Optional<Instant> validUntil, String sentence) {

  /** Whether the roster can be used now. */
  public boolean isUsable() {
    return state == AttributionState.CURRENT;
  }

  /** The same, with one more sentence. */
  RosterValidity adding(String more) {
    return new RosterValidity(state, validUntil, sentence + more);
  }

  /**
   * @throws Refusal NO_ATTRIBUTION with the sentence, if the roster cannot be used now
   */
  public void require() {
    if (!isUsable()) {
      throw new Refusal(Reason.NO_ATTRIBUTION, sentence);
    }
  }
}
