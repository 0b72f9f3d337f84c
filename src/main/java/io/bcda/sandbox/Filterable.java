package io.bcda.sandbox;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A resource as filters judge it: what the world knows of it after the second stage.
 *
 * @param life of which the second state counts
 * @param owner whose it is then
 * @param claim as it is then; empty for a Patient or Coverage
 */
record Filterable(ResourceLife life, Person owner, Optional<Claim> claim) {

  /** Whether the second load brought it or changed it. */
  boolean isOfSecondLoad() {
    return !life.second().equals(life.first());
  }

  boolean isClaim(Predicate<Claim> is) {
    return claim.filter(is).isPresent();
  }

  /**
   * Whether it is a claim that shows a period of which this is so.
   *
   * @param is of its first and last day, which is {@link LocalDate#MAX} where none is shown
   */
  boolean isDated(BiPredicate<LocalDate, LocalDate> is) {
    return isClaim(
        c ->
            c.showsPeriod()
                && is.test(c.from(), c.dating() == Claim.Dating.PERIOD ? c.thru() : LocalDate.MAX));
  }
}
