package io.bcda.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the writers of a history know to have committed, and so what the ACO must see in the end.
 * Knows nothing of the server. Thread-safe.
 */
final class ChainModel {
  /**
   * A resource as it was written.
   *
   * @param key {@code Type/id}
   * @param person id of the Patient whose it is; of a Patient, its own
   * @param edition told by the body; rises whenever the resource is written
   * @param inWindow whether the group asked for has claims of its day of service
   */
  record Kept(
      String key, String person, int edition, boolean hidden, boolean inWindow, boolean gone) {
    String type() {
      return key.substring(0, key.indexOf('/'));
    }

    String id() {
      return key.substring(key.indexOf('/') + 1);
    }

    Kept marked(boolean hide) {
      return new Kept(key, person, edition, hide, inWindow, gone);
    }
  }

  /** An opt-out from when it was begun, by {@link System#nanoTime()}, until it was committed. */
  private static final class OptOut {
    private final String person;
    private final long begun = System.nanoTime();
    private @Nullable Long done;

    OptOut(String person) {
      this.person = person;
    }
  }

  private final Map<String, Kept> resources = new HashMap<>();
  private final Map<String, Set<String>> everOf = new HashMap<>();
  private final Deque<Set<String>> rosters = new ArrayDeque<>();
  private final Set<String> out = new HashSet<>();
  private final List<OptOut> optOuts = new ArrayList<>();

  /** People whose Patient was to be deleted, and when it last was, by nanoTime. */
  private final Set<String> goingPatients = new HashSet<>();

  private final Map<String, Long> patientGone = new HashMap<>();

  synchronized void commit(List<Kept> changes) {
    changes.forEach(change -> resources.put(change.key(), change));
    deletedPatients(changes).forEach(person -> patientGone.put(person, System.nanoTime()));
  }

  private static Stream<String> deletedPatients(List<Kept> changes) {
    return changes.stream()
        .filter(change -> change.gone() && change.type().equals("Patient"))
        .map(Kept::person);
  }

  /** To be called before it is written, by whoever alone writes this resource. */
  synchronized void begin(List<Kept> changes) {
    for (Kept change : changes) {
      everOf.computeIfAbsent(change.key(), key -> new HashSet<>()).add(change.person());
    }
    deletedPatients(changes).forEach(goingPatients::add);
  }

  synchronized @Nullable Kept now(String key) {
    return resources.get(key);
  }

  synchronized void roster(Set<String> people) {
    rosters.push(Set.copyOf(people));
  }

  synchronized int rosters() {
    return rosters.size();
  }

  synchronized void rollBackRoster() {
    rosters.pop();
  }

  synchronized void optIn(String person) {
    out.remove(person);
  }

  /**
   * @param commit writes the opt-out, and returns when it is committed
   */
  void optOut(String person, Runnable commit) {
    OptOut begun = new OptOut(person);
    synchronized (this) {
      optOuts.add(begun);
    }
    commit.run();
    synchronized (this) {
      begun.done = System.nanoTime();
      out.add(person);
    }
  }

  /**
   * Whether a person whose resource this was may count as opted out since: by an opt-out, or by an
   * older one when the Patient was deleted since, with whom a newer choice to share is gone.
   */
  synchronized boolean mayHaveOptedOut(String key, long since) {
    Set<String> people = everOf.getOrDefault(key, Set.of());
    return optOuts.stream()
        .filter(o -> people.contains(o.person))
        .anyMatch(o -> o.done == null || o.done - since > 0 || mayBeGone(o.person, since));
  }

  private boolean mayBeGone(String person, long since) {
    Long gone = patientGone.get(person);
    return goingPatients.contains(person) && (gone == null || gone - since > 0);
  }

  /** What a full export must have: keys with the edition of each. */
  synchronized Map<String, Integer> visible() {
    Map<String, Integer> visible = new TreeMap<>();
    resources.values().stream()
        .filter(kept -> !kept.gone() && !kept.hidden() && kept.inWindow())
        .filter(kept -> isVisible(kept.person()))
        .forEach(kept -> visible.put(kept.key(), kept.edition()));
    return visible;
  }

  private boolean isVisible(String person) {
    Kept patient = resources.get("Patient/" + person);
    return patient != null
        && !patient.gone()
        && !out.contains(person)
        && rosters.getFirst().contains(person);
  }
}
