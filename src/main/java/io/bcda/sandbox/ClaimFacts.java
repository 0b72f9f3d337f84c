package io.bcda.sandbox;

import java.time.LocalDate;

/**
 * What the pieces of one claim draw on while it is written.
 *
 * @param claim as the stage knows it
 * @param owner whose it is
 * @param dice the claim's own; the same for each version, so that a change alters little
 * @param received when the payer got it
 * @param charge of all lines, in cents
 * @param observed whether a blood test result is contained
 * @param use where it tells of the use of alcohol or drugs
 */
record ClaimFacts(
    Claim claim,
    Person owner,
    Dice dice,
    LocalDate received,
    long charge,
    boolean observed,
    SubstanceUse use) {

  /** A part of a charge, in cents. */
  static long share(long charge, int thousandths) {
    return charge * thousandths / 1000;
  }

  /** A date by its name in {@code claims.txt}. */
  LocalDate date(String name) {
    return switch (name) {
      case "received" -> received;
      case "processed" -> received.minusDays(2);
      case "thru" -> claim.thru();
      default -> throw new IllegalArgumentException("no such date: " + name);
    };
  }
}
