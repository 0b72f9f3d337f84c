package io.bcda.sandbox;

import io.bcda.sandbox.Claim.Dating;
import io.bcda.sandbox.Claim.Fate;
import java.time.LocalDate;
import java.util.List;

/** The claims that parts of the {@link Cast} have besides what chance gives them. */
final class SpecialClaims {
  /** Numbers a person's claims. */
  interface Numbering {
    long number(Person person, int ordinal);
  }

  private final Person person;
  private final LocalDate yearEnd;
  private final LocalDate newYear;

  /**
   * @param yearEnd the last day of the runout window
   */
  SpecialClaims(Person person, LocalDate yearEnd) {
    this.person = person;
    this.yearEnd = yearEnd;
    this.newYear = yearEnd.plusDays(1);
  }

  void addTo(List<Claim> claims, Numbering numbering) {
    if (person.plays(Cast.GIVES_CLAIM)) {
      add(
          claims,
          numbering,
          ClaimKind.CARRIER,
          yearEnd.minusDays(9),
          yearEnd.minusDays(9),
          2,
          Dating.PERIOD,
          Fate.MOVED);
    } else if (person.plays(Cast.REDATED)) {
      add(
          claims,
          numbering,
          ClaimKind.INPATIENT,
          yearEnd.minusDays(9),
          yearEnd.minusDays(1),
          3,
          Dating.PERIOD,
          Fate.REDATED);
      add(
          claims,
          numbering,
          ClaimKind.OUTPATIENT,
          yearEnd.minusDays(9),
          newYear,
          2,
          Dating.PERIOD,
          Fate.REDATED);
    } else if (person.plays(Cast.ODD_DATES)) {
      addOddDates(claims, numbering);
    }
  }

  private void addOddDates(List<Claim> claims, Numbering numbering) {
    add(
        claims,
        numbering,
        ClaimKind.INPATIENT,
        yearEnd.minusDays(3),
        newYear,
        2,
        Dating.PERIOD,
        Fate.STEADY);
    add(
        claims,
        numbering,
        ClaimKind.OUTPATIENT,
        yearEnd.minusDays(1),
        yearEnd,
        2,
        Dating.PERIOD,
        Fate.STEADY);
    add(claims, numbering, ClaimKind.PDE, yearEnd, yearEnd, 1, Dating.START_ONLY, Fate.STEADY);
    add(claims, numbering, ClaimKind.PDE, yearEnd, yearEnd, 1, Dating.LINES_ONLY, Fate.STEADY);
    add(claims, numbering, ClaimKind.PDE, newYear, newYear, 1, Dating.LINES_ONLY, Fate.STEADY);
    add(claims, numbering, ClaimKind.PDE, yearEnd, yearEnd, 1, Dating.NONE, Fate.STEADY);
    add(
        claims,
        numbering,
        ClaimKind.CARRIER,
        yearEnd.minusDays(2),
        newYear,
        3,
        Dating.LINES_ONLY,
        Fate.STEADY);
    add(
        claims,
        numbering,
        ClaimKind.CARRIER,
        yearEnd.minusDays(4),
        yearEnd,
        3,
        Dating.LINES_ONLY,
        Fate.CHANGED);
    add(
        claims,
        numbering,
        ClaimKind.CARRIER,
        yearEnd.minusDays(1),
        newYear,
        2,
        Dating.START_ONLY,
        Fate.STEADY);
    add(claims, numbering, ClaimKind.CARRIER, yearEnd, yearEnd, 2, Dating.NONE, Fate.CHANGED);
  }

  private void add(
      List<Claim> claims,
      Numbering numbering,
      ClaimKind kind,
      LocalDate from,
      LocalDate thru,
      int lines,
      Dating dating,
      Fate fate) {
    long number = ClaimPlan.withKind(kind, numbering.number(person, claims.size()));
    claims.add(new Claim(kind, number, from, thru, lines, dating, fate, false));
  }
}
