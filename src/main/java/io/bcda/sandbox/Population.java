package io.bcda.sandbox;

import io.bcda.sandbox.Dice.Purpose;
import io.bcda.sandbox.Person.Home;
import io.bcda.sandbox.Person.Life;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the people of a world, each from the seed and the person's own number alone. */
final class Population {
  private static final int HISTORIC_NUMBERS = 2_000_000;
  private static final int LATER_NUMBERS = 4_000_000;

  private final WorldSpec spec;
  private final Vocabulary words;

  Population(WorldSpec spec, Vocabulary words) {
    this.spec = spec;
    this.words = words;
  }

  Person person(int index) {
    Dice dice = new Dice(spec.seed(), Purpose.PERSON, index);
    Life life = life(index, dice);
    boolean historic = is(index, Cast.TWO_MBIS, Cast.HISTORIC_MBI) || dice.permille(100);
    boolean renumbered = is(index, Cast.NEW_MBI) || (!hasPart(index) && dice.permille(20));
    return new Person(
        index,
        life,
        Mbi.of(index),
        historic ? Mbi.of(HISTORIC_NUMBERS + (long) index) : null,
        renumbered ? Mbi.of(LATER_NUMBERS + (long) index) : null,
        spec.asOf().minusDays(400 + dice.below(1200)),
        arrival(index, dice),
        fate(index, dice),
        dice.permille(80),
        is(index, Cast.LARGE_USER, Cast.ODD_DATES) || dice.permille(700),
        memberships(index));
  }

  private Life life(int index, Dice dice) {
    boolean female = dice.permille(550);
    LocalDate birth = spec.asOf().minusYears(65 + dice.below(30)).minusDays(dice.below(365));
    if (dice.permille(120)) {
      birth = birth.plusYears(20);
    }
    boolean dies = is(index, Cast.DECEASED) || (!hasPart(index) && dice.permille(40));
    return new Life(
        female,
        words.oneOf(female ? "given F" : "given M", dice).display(),
        String.valueOf((char) ('A' + dice.below(26))),
        words.oneOf("family", dice).display(),
        birth,
        enrolled(birth),
        dies ? spec.asOf().minusDays(40 + dice.below(200)) : null,
        home(dice));
  }

  private LocalDate enrolled(LocalDate birth) {
    LocalDate byAge = birth.plusYears(65).withDayOfMonth(1);
    return byAge.isAfter(spec.asOf()) ? birth.plusYears(45).withDayOfMonth(1) : byAge;
  }

  private Home home(Dice dice) {
    Vocabulary.Word place = words.oneOf("home", dice);
    return Home.of(place.code(), place.display());
  }

  private static @Nullable Stage arrival(int index, Dice dice) {
    if (is(index, Cast.NEVER_KNOWN)) {
      return null;
    }
    if (is(index, Cast.LATE, Cast.LATE_AND_LEFT, Cast.LATE_AND_JOINS)) {
      return Stage.SECOND;
    }
    int lot = dice.below(1000);
    if (hasPart(index) || lot >= 20) {
      return Stage.FIRST;
    }
    return lot < 5 ? null : Stage.SECOND;
  }

  private static Claim.Fate fate(int index, Dice dice) {
    int lot = dice.below(100);
    if (is(index, Cast.NEW_ADDRESS) || lot < 3) {
      return Claim.Fate.CHANGED;
    }
    return lot < 5 ? Claim.Fate.REPEATED : Claim.Fate.STEADY;
  }

  private List<Membership> memberships(int index) {
    if (hasPart(index)) {
      return Cast.of(index).orElseThrow().memberships();
    }
    Dice dice = new Dice(spec.seed(), Purpose.MEMBERSHIP, index);
    boolean nobodys = dice.permille(40);
    boolean shared = dice.permille(200);
    boolean everybodys = dice.permille(50);
    List<Membership> memberships = new ArrayList<>();
    for (int aco = 0; aco < World.ACOS.size(); aco++) {
      // Seen from the home ACO, the number of which a person's own number gives.
      int distance = Math.floorMod(aco - index, World.ACOS.size());
      boolean belongs = !nobodys && (distance == 0 || everybodys || (shared && distance == 1));
      memberships.add(belongs ? Membership.drawn(dice) : Membership.NONE);
    }
    return memberships;
  }

  private static boolean hasPart(int index) {
    return Cast.of(index).isPresent();
  }

  private static boolean is(int index, Cast... parts) {
    for (Cast part : parts) {
      if (index == part.person()) {
        return true;
      }
    }
    return false;
  }
}
