package io.bcda.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first people of every world, each with a part to play, so that no case depends on chance. The
 * three texts say in which rosters of A9990, A9991 and A9992 they stand (see {@link
 * Membership#of}).
 */
enum Cast {
  /** 3,000 claims. */
  LARGE_USER("12r", "12r", ""),
  NO_CLAIMS("12r", "", ""),
  /** The current rosters of A9990 list both MBIs, the historic one too: still one person. */
  TWO_MBIS("12r", "12", ""),
  /** A new MBI in the second stage; A9990 lists the new one then, the others still the old. */
  NEW_MBI("12r", "12r", "12"),
  /** One MBI on two lines that differ in the hospice range. */
  TWO_LINES("12r", "", ""),
  /** In the rosters from the first, known to the store only with the second stage. */
  LATE("12r", "", "12r"),
  /** In the rosters, never known to the store. */
  NEVER_KNOWN("12r", "12", ""),
  JOINS("2", "", ""),
  LEAVES("1", "", ""),
  CHANGES_ACO("1", "2", "12r"),
  RUNOUT_ONLY("r", "", ""),
  DECEASED("12r", "", ""),
  /** One of this person's claims is corrected to be the next one's. */
  GIVES_CLAIM("12r", "", ""),
  TAKES_CLAIM("", "12r", ""),
  /** Claims corrected into and out of the runout window. */
  REDATED("12r", "", ""),
  /** Claims with dates around the year's end, in each way of saying them, and with none. */
  ODD_DATES("12r", "12", ""),
  /** In no roster: nobody may see this person. */
  UNATTRIBUTED("", "", ""),
  /** Known to the store only after leaving the roster: never seen by anybody. */
  LATE_AND_LEFT("1", "", ""),
  JOINS_SECOND_ACO("", "2", ""),
  LEAVES_SECOND_ACO("", "1r", ""),
  JOINS_THIRD_ACO("", "", "2r"),
  LEAVES_THIRD_ACO("", "", "1"),
  RUNOUT_ONLY_SECOND_ACO("", "r", ""),
  RUNOUT_ONLY_THIRD_ACO("", "", "r"),
  LEAVES_BUT_STAYS_IN_RUNOUT("1r", "12", ""),
  LATE_AND_JOINS("2", "", ""),
  /** The runout rosters list the MBI of then, which is historic now. */
  HISTORIC_MBI("12r", "", "12r"),
  /** The Patient alone changes in the second stage. */
  NEW_ADDRESS("12r", "12r", "12r");

  private final List<Membership> memberships;

  Cast(String... memberships) {
    this.memberships = Stream.of(memberships).map(Membership::of).toList();
  }

  /** Who has this number among the people; most have no part. */
  static Optional<Cast> of(int person) {
    return person < values().length ? Optional.of(values()[person]) : Optional.empty();
  }

  int person() {
    return ordinal();
  }

  List<Membership> memberships() {
    return memberships;
  }
}
