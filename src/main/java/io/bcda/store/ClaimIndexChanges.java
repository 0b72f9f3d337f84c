package io.bcda.store;

import io.bcda.store.ClaimIndexStore.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;

/** What one transaction changed, gathered until it is about to commit. Belongs to one thread. */
class ClaimIndexChanges implements TransactionSynchronization, Ordered {
  private final ClaimIndexStore store;
  private final Identity identity;
  private final Runnable flush;
  private final Map<Long, State> states = new TreeMap<>();
  private final Set<Long> gone = new TreeSet<>();
  private final Set<Long> born = new HashSet<>();
  private final Map<String, Long> patients = new LinkedHashMap<>();
  private final Map<Long, Set<String>> mbis = new TreeMap<>();
  private boolean committing;

  ClaimIndexChanges(ClaimIndexStore store, Identity identity, Runnable flush) {
    this.store = store;
    this.identity = identity;
    this.flush = flush;
  }

  void state(State state) {
    gone.remove(state.resId());
    states.put(state.resId(), state);
    writeLate();
  }

  void patient(String ref, long pid, Set<String> known) {
    patients.put(ref, pid);
    mbis.put(pid, known);
  }

  /** A change that was written past HAPI's hooks. */
  void take(ResourceChange change, Map<String, Long> knownPatients) {
    ResourceFacts facts = change.facts();
    String ref = facts.patientRef();
    Long patient = ref == null ? null : knownPatients.get(ref);
    if (facts.kind() == ResourceKind.PATIENT) {
      patient(change.incoming().reference(), change.resId(), facts.mbis());
      patient = change.resId();
    }
    if (change.head() == null) {
      born.add(change.resId());
    }
    state(
        new State(
            change.resId(),
            change.version(),
            facts.kind(),
            patient,
            patient == null ? ref : null,
            facts.serviceEnd()));
  }

  void gone(ResourceKind kind, long resId) {
    states.remove(resId);
    gone.add(resId);
    if (kind == ResourceKind.PATIENT) {
      mbis.put(resId, Set.of());
    }
    writeLate();
  }

  /** A conditional delete calls its hook while the transaction already commits. */
  private void writeLate() {
    if (committing) {
      write();
    }
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    committing = true;
    write();
  }

  private void write() {
    flush.run();
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

  private List<State> resolve() {
    boolean latched = !patients.isEmpty();
    if (latched) {
      store.latchIdentity();
    }
    List<State> known = new ArrayList<>();
    for (State state : states.values()) {
      State found = find(state);
      if (found.patientRef() != null && !latched) {
        store.latchIdentity();
        latched = true;
        found = find(state);
      }
      known.add(found);
    }
    return known;
  }

  private State find(State state) {
    if (state.patientRef() == null) {
      return state;
    }
    String id = state.patientRef().substring("Patient/".length());
    return store
        .findPatient(id)
        .map(
            pid ->
                new State(state.resId(), state.ver(), state.kind(), pid, null, state.serviceEnd()))
        .orElse(state);
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
