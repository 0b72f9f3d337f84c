package io.bcda.cluster;

import java.util.Optional;

/** Whom a job's work is for. Owners take turns on each node, however much each has waiting. */
@FunctionalInterface
public interface WorkOwner {
  /**
   * @param instance of batch2
   * @return empty if it is not known; then the instance is an owner of its own
   */
  Optional<String> of(String instance);
}
