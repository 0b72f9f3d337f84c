package io.bcda.audit;

import java.util.Optional;

/**
 * Tells on whose behalf this thread works, so that no change of an operator's is told without a
 * name, however deep it is made.
 */
@FunctionalInterface
public interface Actor {
  /** The OAuth client of an operator, or {@code command}; empty for the server itself. */
  Optional<String> id();

  /**
   * From where the request comes on which this thread works, as the container says, if it is one.
   */
  default Optional<String> address() {
    return Optional.empty();
  }
}
