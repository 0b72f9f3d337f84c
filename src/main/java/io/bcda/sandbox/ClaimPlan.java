package io.bcda.sandbox;

import io.bcda.sandbox.Claim.Dating;
import io.bcda.sandbox.Claim.Fate;
import io.bcda.sandbox.Dice.Purpose;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the claims of a person: how many of which kind, when, and what the second load does with
 * them. From the seed and the person alone, so that it can be drawn again at will.
 */
final class ClaimPlan {
  /** Claims of one person are numbered within so many; the hungriest has 8,000 in ten years. */
  private static final int NUMBERS = 10_000;

  private static final int CHANGED_PERMILLE = 50;
  private static final int REPEATED_PERMILLE = 5;
  private static final int CANCELLED_PERMILLE = 50;
  private static final double LATE_SHARE = 0.03;

  private final WorldSpec spec;
  private final LocalDate yearEnd;
  private final LocalDate delivered;

  ClaimPlan(WorldSpec spec) {
    this.spec = spec;
    this.yearEnd = LocalDate.of(spec.performanceYear() - 1, 12, 31);
    this.delivered = DeliveryTimes.before(spec.asOf()).earlier().toLocalDate();
  }

  /** All claims of a person, of both stages. Empty for those who are never known. */
  List<Claim> of(Person person) {
    List<Claim> claims = new ArrayList<>();
    if (person.arrival() == null || person.plays(Cast.NO_CLAIMS)) {
      return claims;
    }
    new SpecialClaims(person, yearEnd).addTo(claims, this::number);
    Dice dice = new Dice(spec.seed(), Purpose.CLAIMS, person.index());
    double appetite = dice.appetite();
    for (ClaimKind kind : ClaimKind.values()) {
      if (kind == ClaimKind.PDE && !person.partD()) {
        continue;
      }
      int count = person.plays(Cast.LARGE_USER) ? 0 : dice.count(mean(kind, appetite));
      addClaims(claims, person, kind, count, dice);
    }
    if (person.plays(Cast.LARGE_USER)) {
      addLargeUse(claims, person, dice);
    }
    return claims;
  }

  private double mean(ClaimKind kind, double appetite) {
    // Drugs for a chronic condition vary less than visits do.
    double own = kind == ClaimKind.PDE ? (1 + appetite) / 2 : appetite;
    return kind.perYear() * spec.years() * own;
  }

  private void addLargeUse(List<Claim> claims, Person person, Dice dice) {
    int left = spec.largeUserClaims();
    ClaimKind[] kinds = ClaimKind.values();
    // Something of everything; what is left is drugs.
    for (ClaimKind kind : kinds) {
      int count = kind == ClaimKind.PDE ? left : spec.largeUserClaims() / 12;
      addClaims(claims, person, kind, count, dice);
      left -= count;
    }
  }

  private void addClaims(List<Claim> claims, Person person, ClaimKind kind, int count, Dice dice) {
    int late = dice.count(count * LATE_SHARE);
    for (int i = 0; i < count + late; i++) {
      Fate fate = i < count ? fate(dice) : Fate.LATE;
      claims.add(drawn(person, kind, number(person, claims.size()), fate, dice));
    }
  }

  private long number(Person person, int ordinal) {
    if (ordinal >= NUMBERS) {
      throw new IllegalStateException("more claims than numbers");
    }
    return (long) person.index() * NUMBERS + ordinal + 1;
  }

  private Claim drawn(Person person, ClaimKind kind, long number, Fate fate, Dice dice) {
    LocalDate last = lastDay(person, fate);
    LocalDate thru = lastOfService(last, dice);
    LocalDate from = thru.minusDays(stay(kind, dice));
    int lines = lines(kind, dice);
    boolean cancelled = dice.permille(CANCELLED_PERMILLE);
    return new Claim(
        kind, withKind(kind, number), from, thru, lines, dating(kind, dice), fate, cancelled);
  }

  /** No service after death or before it could be delivered. */
  private LocalDate lastDay(Person person, Fate fate) {
    LocalDate last = fate == Fate.LATE ? spec.asOf() : delivered;
    LocalDate death = person.life().death();
    return death != null && death.isBefore(last) ? death : last;
  }

  /** Anywhere in the years asked, but every seventh in the last quarter of the year before. */
  private LocalDate lastOfService(LocalDate last, Dice dice) {
    LocalDate quarter = yearEnd.withMonth(10).withDayOfMonth(1);
    if (dice.below(7) == 0 && !last.isBefore(quarter)) {
      return dice.day(quarter, last.isBefore(yearEnd) ? last : yearEnd);
    }
    return dice.day(last.minusYears(spec.years()).plusDays(1), last);
  }

  private static int stay(ClaimKind kind, Dice dice) {
    return switch (kind) {
      case CARRIER, OUTPATIENT -> dice.permille(100) ? dice.below(8) : 0;
      case INPATIENT -> 1 + dice.below(9);
      case SNF -> 5 + dice.below(25);
      case HHA, HOSPICE -> 10 + dice.below(20);
      case DME -> dice.permille(300) ? 29 : 0;
      case PDE -> 0;
    };
  }

  private static int lines(ClaimKind kind, Dice dice) {
    return switch (kind) {
      case CARRIER, DME -> dice.runLength(350, 9);
      case OUTPATIENT -> dice.runLength(400, 12);
      case INPATIENT -> dice.runLength(600, 13);
      case SNF, HHA, HOSPICE -> dice.runLength(300, 9);
      case PDE -> 1;
    };
  }

  private static Dating dating(ClaimKind kind, Dice dice) {
    int lot = dice.below(100);
    if (kind == ClaimKind.PDE && lot < 6) {
      return lot < 3 ? Dating.START_ONLY : Dating.LINES_ONLY;
    }
    return kind == ClaimKind.CARRIER && lot < 1 ? Dating.LINES_ONLY : Dating.PERIOD;
  }

  private static Fate fate(Dice dice) {
    int lot = dice.below(1000);
    if (lot < CHANGED_PERMILLE) {
      return Fate.CHANGED;
    }
    return lot < CHANGED_PERMILLE + REPEATED_PERMILLE ? Fate.REPEATED : Fate.STEADY;
  }

  /** Claim numbers carry their kind, so that they are unique over all kinds too. */
  static long withKind(ClaimKind kind, long number) {
    return 10_000_000_000L * (kind.ordinal() + 1) + number;
  }
}
