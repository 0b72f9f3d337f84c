package io.bcda.attribution;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which claims count, by the day on which their service ended (design section 4). Other resources
 * are not bounded.
 *
 * @param from the first day that counts, UTC; null for no bound
 * @param until the last day that counts, UTC; null for no bound
 */
public record ServiceWindow(@Nullable LocalDate from, @Nullable LocalDate until) {
  static final ServiceWindow OPEN = new ServiceWindow(null, null);

  /** Whether claims are left out that have no service date. */
  public boolean isBounded() {
    return from != null || until != null;
  }
}
