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
 * @param sentence the reason and what to do, for the ACO's developer
 */
public record RosterValidity(
    AttributionState state, Optional<Instant> validUntil, String sentence) {

  /**
   * @throws Refusal NO_ATTRIBUTION with the sentence, if the roster cannot be used now
   */
  public void require() {
    if (state != AttributionState.CURRENT) {
      throw new Refusal(Reason.NO_ATTRIBUTION, sentence);
    }
  }
}
