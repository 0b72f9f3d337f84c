package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortOracle.Expected;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.attribution.CohortState.Kept;
import io.bcda.store.IssuedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One history, lived by the server's rooms and by the model side by side. */
final class CohortTrial {
  private static final int ALL_AT_ONCE = 1_000;

  private final CohortRoom room;
  private final CohortModel model;
  private final CohortOracle oracle;
  private final List<Instant> issued = new ArrayList<>();
  private final Map<String, Replica> replicas = new HashMap<>();

  CohortTrial(CohortRoom room, Instant begin) {
    this.room = room;
    this.model = new CohortModel(begin);
    this.oracle = new CohortOracle(model);
    room.begin(begin);
    known(begin);
  }

  /** What an ACO keeps, export by export: versions of resources, and whose they are. */
  private static final class Replica {
    final String aco;
    final Map<String, Long> versions = new HashMap<>();
    final Map<String, String> people = new HashMap<>();
    @Nullable Instant last;

    Replica(String aco) {
      this.aco = aco;
    }

    void apply(Answer answer, Map<String, Kept> resources) {
      versions.putAll(answer.output());
      answer.output().keySet().forEach(id -> people.put(id, resources.get(id).patient()));
      versions.keySet().removeAll(answer.deleted());
    }
  }

  void happen(Consumer<CohortWorld> fact) {
    fact.accept(room);
    fact.accept(model);
    forgetOptedOut();
  }

  void pass(Duration duration) {
    known(room.pass(duration).at());
    forgetOptedOut();
  }

  private void known(Instant at) {
    model.issued(at);
    issued.add(at);
  }

  /** An opt-out acts at once: no file is given out any more that has the person. */
  private void forgetOptedOut() {
    for (Replica replica : replicas.values()) {
      replica
          .versions
          .keySet()
          .removeIf(id -> oracle.isOptedOut(replica.aco, replica.people.get(id), model.now()));
    }
  }

  private IssuedTime issue() {
    IssuedTime now = room.issue();
    known(now.at());
    return now;
  }

  /**
   * Asks for an export and compares.
   *
   * @param since number of an issued time, counted around; negative: none
   * @param slice members asked for at once
   * @param meanwhile happens after the time of the export, which does not show it
   */
  void ask(String aco, Scope scope, int since, int slice, Runnable meanwhile) {
    IssuedTime now = issue();
    meanwhile.run();
    ask(aco, scope, since(since), now, slice);
  }

  /** Asks for all that can be asked, since three of the issued times. */
  void askForEverything(List<String> acos) {
    IssuedTime now = issue();
    int last = issued.size() - 1;
    for (String aco : acos) {
      for (Scope scope : Scope.values()) {
        ask(aco, scope, Optional.empty(), now, ALL_AT_ONCE);
        ask(aco, scope, since(last / 3), now, ALL_AT_ONCE);
        ask(aco, scope, since(last * 2 / 3), now, ALL_AT_ONCE);
      }
    }
  }

  /** Times before the first one and between two count too. */
  private Optional<Instant> since(int number) {
    if (number < 0) {
      return Optional.empty();
    }
    Instant chosen = issued.get(number % issued.size());
    return Optional.of(number % 23 == 0 ? chosen.minusMillis(1) : chosen);
  }

  /** The next export of a chain, after which the replica must be what a full export yields. */
  void export(String aco, Scope scope) {
    IssuedTime now = issue();
    Replica replica = replicas.computeIfAbsent(aco + scope, key -> new Replica(aco));
    Answer next = ask(aco, scope, Optional.ofNullable(replica.last), now, ALL_AT_ONCE);
    if (next.refusal() == null) {
      replica.apply(next, model.now().state().resources);
      replica.last = now.at();
      Answer full = ask(aco, scope, Optional.empty(), now, ALL_AT_ONCE);
      assertThat(replica.versions).as("replica of " + scope).isEqualTo(full.output());
    }
  }

  private Answer ask(String aco, Scope scope, Optional<Instant> since, IssuedTime now, int slice) {
    Expected expected = oracle.answer(aco, scope, since, now.at());
    Answer answer = room.answer(aco, scope, since, now, slice);
    String what = "%s %s since %s at %s: ".formatted(aco, scope, since, now.at());
    assertThat(answer.refusal() == null ? null : answer.refusal().reason())
        .as(what + "refused")
        .isEqualTo(expected.refusal());
    assertThat(answer.output())
        .as(what + "required")
        .containsAllEntriesOf(versions(expected.required()));
    assertThat(versions(expected.allowed()))
        .as(what + "allowed")
        .containsAllEntriesOf(answer.output());
    assertThat(answer.deleted()).as(what + "deleted").isEqualTo(expected.deleted());
    return answer;
  }

  private static Map<String, Long> versions(Map<String, Kept> resources) {
    Map<String, Long> versions = new HashMap<>();
    resources.forEach((id, resource) -> versions.put(id, resource.ver()));
    return versions;
  }
}
