package io.bcda.attribution;

import io.bcda.attribution.CohortState.Kept;
import io.bcda.attribution.CohortState.Same;
import io.bcda.attribution.CohortState.Told;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server should know, kept in memory: a copy of all that was so at every moment. {@link
 * CohortOracle} answers from it.
 */
final class CohortModel implements CohortWorld {
  /**
   * One moment.
   *
   * @param number rises by one
   */
  record Moment(int number, LocalDate today, CohortState state) {}

  private final List<Moment> moments = new ArrayList<>();
  private final TreeMap<Instant, Moment> issued = new TreeMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Set<String> everHere = new HashSet<>();
  private CohortState state = new CohortState();
  private LocalDate today;

  CohortModel(Instant begin) {
    this.today = LocalDate.ofInstant(begin, ZoneOffset.UTC);
    record();
  }

  /** A time was issued: what is known now is what was known then. */
  void issued(Instant at) {
    today = LocalDate.ofInstant(at, ZoneOffset.UTC);
    record();
    issued.put(at, now());
  }

  Moment first() {
    return moments.get(0);
  }

  Moment now() {
    return moments.get(moments.size() - 1);
  }

  /** What was known at {@code since}; null if no time had been issued yet. */
  @Nullable Moment notLaterThan(Instant since) {
    Map.Entry<Instant, Moment> entry = issued.floorEntry(since);
    return entry == null ? null : entry.getValue();
  }

  /** From one moment to another, both included. */
  List<Moment> between(Moment from, Moment to) {
    return moments.subList(from.number(), to.number() + 1);
  }

  private void record() {
    moments.add(new Moment(moments.size(), today, state.copy()));
  }

  private int next() {
    return moments.size();
  }

  @Override
  public void aco(String id, String model) {
    models.put(id, model);
  }

  boolean isExempt(String aco) {
    return models.get(aco).equals(EXEMPT);
  }

  @Override
  public void roster(Delivered roster) {
    List<Delivered> stack = state.rosters(roster.aco(), roster.kind());
    if (state.inForce(roster.aco(), roster.kind()).stream().allMatch(r -> !isNewer(r, roster))) {
      stack.add(roster);
    }
    roster.changes().forEach((one, other) -> state.changes.add(new Same(one, other)));
    record();
  }

  private static boolean isNewer(Delivered one, Delivered other) {
    return one.year() > other.year()
        || one.year() == other.year() && one.file().isAfter(other.file());
  }

  @Override
  public void rollBack(String aco, RosterKind kind) {
    List<Delivered> stack = state.rosters(aco, kind);
    if (!stack.isEmpty()) {
      stack.remove(stack.size() - 1);
    }
    record();
  }

  @Override
  public void preferences(Instant file, List<Preference> preferences) {
    state.preferences.put(file, preferences.stream().map(p -> new Told(next(), p)).toList());
    record();
  }

  @Override
  public void patient(String id, Set<String> mbis) {
    state.patients.put(id, Set.copyOf(mbis));
    put(id, new Kept(ResourceKind.PATIENT, id, null, false, version(id), next()));
    if (everHere.add(id)) { // what waited for the Patient becomes visible
      state.resources.replaceAll((key, r) -> r.patient().equals(id) ? r.at(next()) : r);
    }
    record();
  }

  @Override
  public void claim(Claim c) {
    put(
        c.id(),
        new Kept(c.kind(), c.patient(), c.serviceEnd(), c.hidden(), version(c.id()), next()));
    record();
  }

  @Override
  public void mark(String id, boolean hidden) {
    Kept r = state.resources.get(id);
    if (r != null && r.hidden() != hidden) {
      put(id, new Kept(r.kind(), r.patient(), r.serviceEnd(), hidden, r.ver(), next()));
    }
    record();
  }

  @Override
  public void delete(String id) {
    if (state.resources.remove(id) != null) {
      version(id);
      state.patients.remove(id);
    }
    record();
  }

  @Override
  public void expunge(String id) {
    if (state.resources.remove(id) != null) {
      versions.remove(id);
    }
    record();
  }

  @Override
  public void lookBack(@Nullable LocalDate from) {
    state.lookBack = from;
    record();
  }

  private void put(String id, Kept resource) {
    state.resources.put(id, resource);
  }

  private long version(String id) {
    return versions.merge(id, 1L, Long::sum);
  }
}
