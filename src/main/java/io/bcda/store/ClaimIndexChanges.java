package io.bcda.store;

import io.bcda.store.ClaimIndexStore.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What one transaction changed, gathered until it is about to commit. Belongs to one thread. */
class ClaimIndexChanges implements TransactionSynchronization, Ordered {
  private final ClaimIndexStore store;
  private final Identity identity;
  private final List<Runnable> gathered = new ArrayList<>();
  private final Map<Object, Integer> savepoints = new HashMap<>();
  private Runnable flush = () -> {};

  // Filled from what was gathered, just before it is written.
  private final Map<Long, State> states = new TreeMap<>();
  private final Set<Long> gone = new TreeSet<>();
  private final Set<Long> born = new HashSet<>();
  private final Map<String, Long> patients = new LinkedHashMap<>();
  private final Map<Long, Set<String>> mbis = new TreeMap<>();
  private boolean committing;

  private ClaimIndexChanges(ClaimIndexStore store, Identity identity) {
    this.store = store;
    this.identity = identity;
  }

  /** Those of this thread's transaction, in which they are written just before it commits. */
  static ClaimIndexChanges ofTransaction(ClaimIndexStore store, Identity identity) {
    return TransactionSynchronizationManager.getSynchronizations().stream()
        .filter(ClaimIndexChanges.class::isInstance)
        .map(ClaimIndexChanges.class::cast)
        .findFirst()
        .orElseGet(
            () -> {
              ClaimIndexChanges changes = new ClaimIndexChanges(store, identity);
              TransactionSynchronizationManager.registerSynchronization(changes);
              return changes;
            });
  }

  /**
   * @param hibernate sends what Hibernate holds back: rows of resources, before rows of the index
   */
  ClaimIndexChanges flushedBy(Runnable hibernate) {
    flush = hibernate;
    return this;
  }

  void state(State state) {
    gather(
        () -> {
          gone.remove(state.resId());
          states.put(state.resId(), state);
        });
  }

  void patient(String ref, long pid, Set<String> known) {
    gathered.add(
        () -> {
          patients.put(ref, pid);
          mbis.put(pid, known);
        });
  }

  /**
   * A change that was written past HAPI's hooks. What is gathered keeps nothing of its body: a
   * transaction may write a whole file.
   */
  void take(ResourceChange change, Map<String, Long> knownPatients) {
    ResourceFacts facts = change.facts();
    long resId = change.resId();
    String ref = facts.patientRef();
    Long patient = ref == null ? null : knownPatients.get(ref);
    if (facts.kind() == ResourceKind.PATIENT) {
      patient(change.incoming().reference(), resId, facts.mbis());
      patient = resId;
    }
    if (change.head() == null) {
      gathered.add(() -> born.add(resId));
    }
    state(
        new State(
            resId,
            change.version(),
            facts.kind(),
            patient,
            patient == null ? ref : null,
            facts.serviceEnd(),
            facts.hidden()));
  }

  void gone(ResourceKind kind, long resId) {
    gather(
        () -> {
          states.remove(resId);
          gone.add(resId);
          if (kind == ResourceKind.PATIENT) {
            mbis.put(resId, Set.of());
          }
        });
  }

  private void gather(Runnable change) {
    gathered.add(change);
    if (committing) {
      // A conditional delete calls its hook while the transaction already commits.
      write();
    }
  }

  @Override
  public void savepoint(Object savepoint) {
    savepoints.put(savepoint, gathered.size());
  }

  /** A savepoint that is not known was set before anything was gathered. */
  @Override
  public void savepointRollback(Object savepoint) {
    int kept = savepoints.getOrDefault(savepoint, 0);
    gathered.subList(kept, gathered.size()).clear();
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    committing = true;
    write();
  }

  private void write() {
    flush.run();
    gathered.forEach(Runnable::run);
    gathered.clear();
    List<State> known = resolve();
    if (!gone.isEmpty()) {
      store.end(gone);
    }
    List<State> first = known.stream().filter(s -> born.contains(s.resId())).toList();
    List<State> further = known.stream().filter(s -> !born.contains(s.resId())).toList();
    if (!first.isEmpty()) {
      store.openFirst(first);
    }
    if (!further.isEmpty()) {
      store.close(further);
      store.open(further);
    }
    patients.forEach(store::adopt);
    identity.set(mbis);
    states.clear();
    gone.clear();
    born.clear();
    patients.clear();
    mbis.clear();
  }

  /**
   * With the Patients that are there by now. Whoever meets an unknown one looks again, latched. Who
   * takes a resource from a Patient for whom it waited is latched too: with the coming of that
   * Patient its row ends and another begins, which would stand beside the new state, or for it.
   */
  private List<State> resolve() {
    boolean latched = !patients.isEmpty() || store.anyWaits(known());
    if (latched) {
      store.latchIdentity();
    }
    Map<String, Long> found = store.findPatients(unknown(Map.of()));
    Set<String> missing = unknown(found);
    if (!missing.isEmpty() && !latched) {
      store.latchIdentity();
      found.putAll(store.findPatients(missing));
    }
    return states.values().stream().map(state -> state.ofPatient(found)).toList();
  }

  /** What was there before this transaction. */
  private List<Long> known() {
    return Stream.concat(states.keySet().stream(), gone.stream())
        .filter(resId -> !born.contains(resId))
        .toList();
  }

  private Set<String> unknown(Map<String, Long> found) {
    Set<String> refs = new TreeSet<>();
    for (State state : states.values()) {
      if (state.patientRef() != null && !found.containsKey(state.patientRef())) {
        refs.add(state.patientRef());
      }
    }
    return refs;
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
