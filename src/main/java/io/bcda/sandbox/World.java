package io.bcda.sandbox;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A synthetic world: its people, what becomes of each resource in the two stages, and the rosters.
 * The truth from which both the files and the expected answers are made. Claims are drawn when
 * asked for and not kept.
 */
final class World {
  /** CMS ids of the ACOs, all of the Shared Savings Program. */
  static final List<String> ACOS = List.of("A9990", "A9991", "A9992");

  private final WorldSpec spec;
  private final List<Person> people;
  private final ClaimPlan plan;
  private final DeliveryTimes times;

  World(WorldSpec spec, Vocabulary words) {
    this.spec = spec;
    this.plan = new ClaimPlan(spec);
    this.times = DeliveryTimes.before(spec.asOf());
    Population population = new Population(spec, words);
    this.people = IntStream.range(0, spec.people()).mapToObj(population::person).toList();
  }

  WorldSpec spec() {
    return spec;
  }

  List<Person> people() {
    return people;
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
    return moved ? people.get(Cast.TAKES_CLAIM.person()) : person;
  }

  /** Every resource of a person with its states; none for who is never known. */
  Stream<ResourceLife> lives(Person person) {
    if (person.arrival() == null) {
      return Stream.empty();
    }
    return Stream.of(
            Stream.of(life("Patient", person.id(), person, person.patientChanges())),
            person.parts().stream().map(part -> coverage(person, part)),
            claims(person).stream().map(claim -> claimLife(person, claim)))
        .flatMap(lives -> lives);
  }

  private ResourceLife coverage(Person person, String part) {
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

  private ResourceLife claimLife(Person person, Claim claim) {
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
