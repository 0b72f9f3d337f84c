package io.bcda.sandbox;

import java.time.LocalDate;
import java.util.AbstractList;
import java.util.List;

/**
 * A synthetic world: its people, what becomes of each resource in the two stages, and the rosters.
 * The truth from which both the files and the expected answers are made. People and claims are
 * drawn when asked for and not kept.
 */
final class World {
  /** CMS ids of the ACOs, all of the Shared Savings Program. */
  static final List<String> ACOS = List.of("A9990", "A9991", "A9992");

  private static final long FEWEST_CLAIMS = 10_000;
  private static final long MOST_CLAIMS = 50_000_000;

  private final WorldSpec spec;
  private final Population population;
  private final ClaimPlan plan;
  private final DeliveryTimes times;

  World(WorldSpec spec, Vocabulary words) {
    this.spec = spec;
    this.plan = new ClaimPlan(spec);
    this.times = DeliveryTimes.before(spec.asOf());
    this.population = new Population(spec, words);
  }

  /**
   * The world with as many people as it takes for so many claims in the first stage; that may be as
   * many more as one person has.
   *
   * @param spec of which seed, years and date are taken
   */
  static WorldSpec withClaims(WorldSpec spec, long claims) {
    if (claims < FEWEST_CLAIMS || claims > MOST_CLAIMS) {
      throw new IllegalArgumentException(
          "--claims-count must be %d to %d, not %d".formatted(FEWEST_CLAIMS, MOST_CLAIMS, claims));
    }
    World all =
        new World(
            new WorldSpec(spec.seed(), WorldSpec.MOST, spec.years(), spec.asOf()),
            new Vocabulary());
    int people = 0;
    for (long sum = 0; sum < claims && people < WorldSpec.MOST; people++) {
      Person person = all.population.person(people);
      if (person.isKnownAt(Stage.FIRST)) {
        sum += all.claims(person).stream().filter(c -> c.fate() != Claim.Fate.LATE).count();
      }
    }
    return new WorldSpec(spec.seed(), Math.max(people, 100), spec.years(), spec.asOf());
  }

  WorldSpec spec() {
    return spec;
  }

  /** Everybody, by number; each is drawn anew when asked for. */
  List<Person> people() {
    return new AbstractList<>() {
      @Override
      public Person get(int index) {
        return population.person(index);
      }

      @Override
      public int size() {
        return spec.people();
      }
    };
  }

  DeliveryTimes times() {
    return times;
  }

  List<Claim> claims(Person person) {
    return plan.of(person);
  }

  /** Last day of the runout window. */
  LocalDate windowEnd() {
    return LocalDate.of(spec.performanceYear() - 1, 12, 31);
  }

  /** The claim as this stage knows it: a {@link Claim.Fate#REDATED} one ends elsewhere later. */
  Claim at(Stage stage, Claim claim) {
    if (claim.fate() != Claim.Fate.REDATED || stage == Stage.FIRST) {
      return claim;
    }
    LocalDate end = windowEnd();
    return claim.endingOn(claim.thru().isAfter(end) ? end : end.plusDays(1));
  }

  /** Whose claim it is at this stage. */
  Person owner(Stage stage, Person person, Claim claim) {
    boolean moved = claim.fate() == Claim.Fate.MOVED && stage == Stage.SECOND;
    return moved ? population.person(Cast.TAKES_CLAIM.person()) : person;
  }

  /** The states of a Patient; of a person who is known at some stage, like the next two. */
  ResourceLife patientLife(Person person) {
    return life("Patient", person.id(), person, person.patientChanges());
  }

  ResourceLife coverageLife(Person person, String part) {
    return life("Coverage", person.coverageId(part), person, person.coverageChanges());
  }

  private static ResourceLife life(String type, String id, Person person, boolean changes) {
    ResourceLife.State first =
        person.isKnownAt(Stage.FIRST)
            ? new ResourceLife.State(1, person.index(), null, false)
            : null;
    ResourceLife.State second =
        new ResourceLife.State(first != null && changes ? 2 : 1, person.index(), null, false);
    return new ResourceLife(type, id, first, second);
  }

  ResourceLife claimLife(Person person, Claim claim) {
    ResourceLife.State first = null;
    if (person.isKnownAt(Stage.FIRST) && claim.fate() != Claim.Fate.LATE) {
      first =
          new ResourceLife.State(1, person.index(), claim.serviceDate(), isHidden(claim, false));
    }
    boolean corrected = first != null && changes(claim);
    Claim later = first == null ? claim : at(Stage.SECOND, claim);
    int owner = first == null ? person.index() : owner(Stage.SECOND, person, claim).index();
    ResourceLife.State second =
        new ResourceLife.State(
            corrected ? 2 : 1, owner, later.serviceDate(), isHidden(claim, corrected));
    return new ResourceLife("ExplanationOfBenefit", claim.id(), first, second);
  }

  private boolean isHidden(Claim claim, boolean corrected) {
    return SubstanceUse.of(spec.seed(), claim, corrected) != SubstanceUse.NONE;
  }

  /** Whether the second load brings the claim with other content. */
  static boolean changes(Claim claim) {
    return switch (claim.fate()) {
      case STEADY, REPEATED, LATE -> false;
      case CHANGED, REDATED, MOVED -> true;
    };
  }
}
