package io.bcda.attribution;

import io.bcda.attribution.CohortState.Kept;
import io.bcda.attribution.CohortState.Same;
import io.bcda.attribution.CohortState.Terms;
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
    state.rosters(roster.aco(), roster.kind()).arrive(roster);
    roster.changes().forEach((one, other) -> state.changes.add(new Same(one, other)));
    record();
  }

  @Override
  public void rollBack(String aco, RosterKind kind) {
    state.rosters(aco, kind).takeBack();
    record();
  }

  @Override
  public void preferences(Instant file, List<Preference> preferences) {
    state
        .preferences
        .computeIfAbsent(file, time -> new ArrayList<>())
        .add(preferences.stream().map(p -> new Told(next(), p)).toList());
    record();
  }

  @Override
  public void rollBackPreferences(Instant file) {
    List<List<Told>> files = state.preferences.getOrDefault(file, new ArrayList<>());
    if (!files.isEmpty()) {
      files.remove(files.size() - 1);
    }
    record();
  }

  @Override
  public void limit(Limit limit) {
    LocalDate access = limit.access();
    if (access == null || !access.isBefore(limit.ended())) { // else refused, and all stays
      LocalDate attribution = limit.attribution() ? limit.ended() : null;
      LocalDate claims = limit.claims() ? limit.ended() : null;
      takesPart(limit.aco(), new Terms(false, access, attribution, claims));
    }
    record();
  }

  @Override
  public void deny(String aco) {
    Terms t = state.terms(aco);
    state.terms.put(aco, new Terms(true, t.access(), t.attribution(), t.claims()));
    record();
  }

  @Override
  public void restore(String aco) {
    takesPart(aco, Terms.WHOLE);
    record();
  }

  private void takesPart(String aco, Terms terms) {
    state.terms.put(aco, terms);
    for (RosterKind kind : RosterKind.values()) {
      state.rosters(aco, kind).bound(terms.attribution());
    }
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
