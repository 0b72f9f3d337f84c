package io.bcda.attribution;

import static java.util.stream.Collectors.toSet;

import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is so at one moment, in sets and lists, and what follows from it by the words of {@code
 * docs/attribution.md}. Nothing here is quick.
 */
final class CohortState {
  /**
   * A resource.
   *
   * @param changed number of the moment since which it is as it is
   */
  record Kept(
      ResourceKind kind,
      String patient,
      @Nullable LocalDate serviceEnd,
      boolean hidden,
      long ver,
      int changed) {

    Kept at(int moment) {
      return new Kept(kind, patient, serviceEnd, hidden, ver, moment);
    }
  }

  /** Two MBIs of one person. */
  record Same(String one, String other) {}

  /** A preference, by the moment at which its file came. */
  record Told(int moment, Preference preference) {}

  /**
   * How an ACO takes part.
   *
   * @param access the last day on which it may ask; null for no such day
   * @param attribution the day of the last roster's file that counts; null while all do
   * @param claims the last service day that counts; null while all do
   */
  record Terms(
      boolean denied,
      @Nullable LocalDate access,
      @Nullable LocalDate attribution,
      @Nullable LocalDate claims) {
    static final Terms WHOLE = new Terms(false, null, null, null);

    boolean isDenied(LocalDate today) {
      return denied || access != null && today.isAfter(access);
    }
  }

  final Map<String, Terms> terms;
  final Map<String, CohortRosters> rosters;

  /** By the time of the file, and of one time the one that counts last. */
  final Map<Instant, List<List<Told>>> preferences;

  final Set<Same> changes;
  final Map<String, Set<String>> patients;
  final Map<String, Kept> resources;
  @Nullable LocalDate lookBack;

  CohortState() {
    this.terms = new HashMap<>();
    this.rosters = new HashMap<>();
    this.preferences = new HashMap<>();
    this.changes = new HashSet<>();
    this.patients = new HashMap<>();
    this.resources = new HashMap<>();
  }

  private CohortState(CohortState other) {
    this.terms = new HashMap<>(other.terms);
    this.rosters = new HashMap<>();
    other.rosters.forEach((key, rosters) -> this.rosters.put(key, new CohortRosters(rosters)));
    this.preferences = new HashMap<>();
    other.preferences.forEach((file, all) -> preferences.put(file, new ArrayList<>(all)));
    this.changes = new HashSet<>(other.changes);
    this.patients = new HashMap<>(other.patients);
    this.resources = new HashMap<>(other.resources);
    this.lookBack = other.lookBack;
  }

  CohortState copy() {
    return new CohortState(this);
  }

  Terms terms(String aco) {
    return terms.getOrDefault(aco, Terms.WHOLE);
  }

  CohortRosters rosters(String aco, RosterKind kind) {
    return rosters.computeIfAbsent(aco + kind, key -> new CohortRosters());
  }

  Optional<Delivered> inForce(String aco, RosterKind kind) {
    return rosters(aco, kind).inForce();
  }

  /** All MBIs that are known as this one's person's. */
  private Set<String> personOf(String mbi) {
    Set<String> person = new HashSet<>(Set.of(mbi));
    int before;
    do {
      before = person.size();
      for (Same same : changes) {
        if (person.contains(same.one()) || person.contains(same.other())) {
          person.addAll(List.of(same.one(), same.other()));
        }
      }
    } while (person.size() > before);
    return person;
  }

  /** All MBIs of a Patient, those that CMS told too. */
  Set<String> mbisOf(String patient) {
    return patients.getOrDefault(patient, Set.of()).stream()
        .flatMap(mbi -> personOf(mbi).stream())
        .collect(toSet());
  }

  private Set<String> having(Set<String> mbis) {
    return patients.keySet().stream()
        .filter(p -> patients.get(p).stream().anyMatch(mbis::contains))
        .collect(toSet());
  }

  /** The one Patient to which an MBI leads: that has it, or else has another of its person. */
  Optional<String> patientOf(String mbi) {
    Set<String> found = having(Set.of(mbi));
    if (found.isEmpty()) {
      found = having(personOf(mbi));
    }
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  Set<String> members(Delivered roster) {
    return roster.mbis().stream().map(this::patientOf).flatMap(Optional::stream).collect(toSet());
  }

  /** What was told under any of these MBIs. */
  Set<Told> told(Set<String> mbis) {
    return preferences.values().stream()
        .filter(files -> !files.isEmpty())
        .flatMap(files -> files.get(files.size() - 1).stream())
        .filter(t -> mbis.contains(t.preference().mbi()))
        .collect(toSet());
  }

  /**
   * The newest effective date decides, and of one date the opt-out. A choice to share under an MBI
   * that leads to another person, or to nobody in particular, is nobody's.
   */
  boolean optedOut(String patient, LocalDate today) {
    List<Preference> effective =
        told(mbisOf(patient)).stream()
            .map(Told::preference)
            .filter(p -> !p.effective().isAfter(today))
            .filter(p -> !p.share() || patientOf(p.mbi()).equals(Optional.of(patient)))
            .toList();
    Optional<LocalDate> newest =
        effective.stream().map(Preference::effective).max(LocalDate::compareTo);
    return effective.stream()
        .anyMatch(p -> !p.share() && p.effective().equals(newest.orElseThrow()));
  }
}
