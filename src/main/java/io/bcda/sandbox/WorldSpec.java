package io.bcda.sandbox;

import java.time.LocalDate;

/**
 * What decides a synthetic world, to the last byte.
 *
 * @param seed any number; another seed is another world
 * @param people how many people, {@value #FEWEST} to {@value #MOST}
 * @param years years of claims up to {@code asOf}, 1 to {@value #LONGEST}
 * @param asOf the world's present day, UTC: no date in it is later, and its rosters are in force
 */
public record WorldSpec(long seed, int people, int years, LocalDate asOf) {
  /** Fewer than these could not play every part of {@link Cast}. */
  public static final int FEWEST = 30;

  public static final int MOST = 1_000_000;
  public static final int LONGEST = 10;

  public WorldSpec {
    if (people < FEWEST || people > MOST) {
      throw new IllegalArgumentException(
          "people must be %d to %d, not %d".formatted(FEWEST, MOST, people));
    }
    if (years < 1 || years > LONGEST) {
      throw new IllegalArgumentException("years must be 1 to %d, not %d".formatted(LONGEST, years));
    }
    // Two-digit performance years and zip entry times bear no more.
    if (asOf.getYear() < 2001 || asOf.getYear() > 2098) {
      throw new IllegalArgumentException("the date must lie in 2001 to 2098, not " + asOf);
    }
  }

  /** The performance year of the current rosters; the runout rosters' is the one before. */
  int performanceYear() {
    return asOf.getYear();
  }

  /** Claims of the large user: enough to fill pages and slices. */
  int largeUserClaims() {
    return people >= 100 ? 3000 : 60;
  }
}
