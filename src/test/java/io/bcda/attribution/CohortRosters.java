package io.bcda.attribution;

import static java.util.Comparator.comparing;

import io.bcda.attribution.CohortWorld.Delivered;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rosters of one ACO and kind, and which of them is in force, by the words of {@code
 * docs/attribution.md} and {@code docs/operations.md}.
 */
final class CohortRosters {
  /**
   * A roster, once for each time that it came.
   *
   * @param number rises by one
   */
  private record Loaded(int number, Delivered roster) {}

  /** Without those that were taken back. */
  private final List<Loaded> kept;

  /** What was in force just before each one was so for the first time. */
  private final Map<Loaded, Optional<Loaded>> before;

  private int last;
  private @Nullable Loaded inForce;

  /** The day of the last file that counts; null while all do. */
  private @Nullable LocalDate lastDay;

  CohortRosters() {
    this.kept = new ArrayList<>();
    this.before = new HashMap<>();
  }

  CohortRosters(CohortRosters other) {
    this.kept = new ArrayList<>(other.kept);
    this.before = new HashMap<>(other.before);
    this.last = other.last;
    this.inForce = other.inForce;
    this.lastDay = other.lastDay;
  }

  Optional<Delivered> inForce() {
    return Optional.ofNullable(inForce).map(Loaded::roster);
  }

  /** The roster in force before the present delivery; a correction is the same delivery. */
  Optional<Delivered> beforeDelivery() {
    Optional<Loaded> found = Optional.ofNullable(inForce);
    while (found.isPresent() && isSameDelivery(found.get().roster(), inForce.roster())) {
      found = beforeFirstTime(found.get());
    }
    return found.map(Loaded::roster);
  }

  void arrive(Delivered roster) {
    Loaded loaded = new Loaded(++last, roster);
    kept.add(loaded);
    if (counts(loaded) && inForce().stream().allMatch(r -> !isNewer(r, roster))) {
      put(Optional.of(loaded));
    }
  }

  /**
   * Says which rosters count, and puts the newest of them in force.
   *
   * @param day of the last one's file; null for all of them
   */
  void bound(@Nullable LocalDate day) {
    lastDay = day;
    put(newest());
  }

  /**
   * Takes the roster in force back. What was in force before it is so again; of an ACO that keeps
   * the newest roster of its time, the newest that is left.
   */
  void takeBack() {
    if (inForce != null) {
      kept.remove(inForce);
      put(lastDay == null ? beforeFirstTime(inForce) : newest());
    }
  }

  private Optional<Loaded> newest() {
    return kept.stream()
        .filter(this::counts)
        .max(
            comparing((Loaded l) -> l.roster().year())
                .thenComparing(l -> l.roster().file())
                .thenComparing(Loaded::number));
  }

  private boolean counts(Loaded loaded) {
    return lastDay == null || !day(loaded.roster()).isAfter(lastDay);
  }

  /** Nothing falls back on what was taken back. */
  private Optional<Loaded> beforeFirstTime(Loaded loaded) {
    Optional<Loaded> found = before.get(loaded);
    while (found.isPresent() && !kept.contains(found.get())) {
      found = before.get(found.get());
    }
    return found;
  }

  private void put(Optional<Loaded> next) {
    next.ifPresent(n -> before.putIfAbsent(n, Optional.ofNullable(inForce)));
    inForce = next.orElse(null);
  }

  private static boolean isNewer(Delivered one, Delivered other) {
    return one.year() > other.year()
        || one.year() == other.year() && one.file().isAfter(other.file());
  }

  private static boolean isSameDelivery(Delivered one, Delivered other) {
    return one.year() == other.year() && day(one).equals(day(other));
  }

  private static LocalDate day(Delivered roster) {
    return LocalDate.ofInstant(roster.file(), ZoneOffset.UTC);
  }
}
