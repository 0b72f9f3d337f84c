package io.bcda.attribution;

import java.time.Instant;
import java.util.Optional;

/**
 * What a delivered file is: by its content if it was loaded, else as far as its name tells.
 *
 * @param aco CMS id of the ACO, which need not be one of ours; empty for what is for all
 * @param members people in a roster, or preferences; empty if it was not loaded
 */
public record DeliveryFacts(
    DeliveryKind kind,
    Optional<String> aco,
    Optional<Integer> performanceYear,
    Optional<Instant> fileTime,
    Optional<Integer> members) {
  static final DeliveryFacts NONE =
      new DeliveryFacts(
          DeliveryKind.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  static DeliveryFacts of(DeliveryName name) {
    return new DeliveryFacts(
        DeliveryKind.of(name.kind()),
        Optional.of(name.aco()),
        Optional.of(name.performanceYear()),
        Optional.of(name.fileTime()),
        Optional.empty());
  }

  static DeliveryFacts of(Roster roster) {
    return new DeliveryFacts(
        DeliveryKind.of(roster.kind()),
        Optional.of(roster.aco()),
        Optional.of(roster.performanceYear()),
        Optional.of(roster.fileTime()),
        Optional.of(roster.members()));
  }

  static DeliveryFacts of(PreferenceName name) {
    return new DeliveryFacts(
        DeliveryKind.PREFERENCES,
        Optional.empty(),
        Optional.empty(),
        Optional.of(name.fileTime()),
        Optional.empty());
  }

  /** The same file, of which so many members were loaded. */
  DeliveryFacts holding(long members) {
    return new DeliveryFacts(
        kind, aco, performanceYear, fileTime, Optional.of(Math.toIntExact(members)));
  }
}
