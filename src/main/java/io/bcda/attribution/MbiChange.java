package io.bcda.attribution;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A person's MBI that another took the place of.
 *
 * @param current the person's MBI now, which need not be the next one
 * @param effective first day of the former MBI; null if it is not told
 * @param obsolete last day of the former MBI; null if it is not told
 */
record MbiChange(
    String former, String current, @Nullable LocalDate effective, @Nullable LocalDate obsolete) {

  @Override
  public String toString() {
    return "MbiChange[redacted]";
  }
}
