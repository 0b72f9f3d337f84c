package io.bcda.export;

import java.time.Instant;
import java.util.Optional;

/**
 * Which jobs of all ACOs are asked for, newest first.
 *
 * @param aco only this ACO's
 * @param state only in this state
 * @param after only those that come after this one
 * @param limit at most so many
 */
public record JobPage(
    Optional<String> aco, Optional<JobState> state, Optional<Place> after, int limit) {

  /** A job's place in the list. */
  public record Place(Instant createdAt, String id) {}
}
