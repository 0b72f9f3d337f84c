package io.bcda.attribution;

import io.bcda.aco.AcoGroup;

/**
 * A group of an ACO's people, as it is now.
 *
 * @param attribution the state of the attribution on which it stands
 * @param people who can be exported by it now; 0 where the attribution cannot be used
 */
public record AttributedGroup(AcoGroup group, AttributionStatus attribution, long people) {
  public AttributedGroup {
    if (people > 0 && !attribution.validity().isUsable()) {
      throw new IllegalArgumentException("people without attribution");
    }
  }
}
