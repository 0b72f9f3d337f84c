package io.bcda.sandbox;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A resource through the stages.
 *
 * @param first its state after the first stage; null when it came later
 * @param second its state after the second stage: equal to the first when nothing changed it
 */
record ResourceLife(String type, String id, @Nullable State first, State second) {
  /**
   * One state of a resource.
   *
   * @param version 1 when first loaded, one more for each load that changes it
   * @param person whose it is
   * @param serviceDate of a claim that shows one
   * @param hidden whether it is a claim that is kept from ACOs
   */
  record State(int version, int person, @Nullable LocalDate serviceDate, boolean hidden) {}

  @Nullable State at(Stage stage) {
    return stage == Stage.FIRST ? first : second;
  }
}
