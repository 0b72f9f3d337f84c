package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.store.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parts of a cohort are parts of the whole, and add up to it. */
final class CohortPieces {
  private final AttributionDatabase room;
  private final Function<Cohort, Answer> way;

  /**
   * @param way how a cohort is read
   */
  CohortPieces(AttributionDatabase room, Function<Cohort, Answer> way) {
    this.room = room;
    this.way = way;
  }

  void check(Cohort cohort, Answer whole) {
    checkPeople(cohort, whole);
    checkTimes(cohort, whole);
  }

  /** Half of all people and the other half. */
  private void checkPeople(Cohort cohort, Answer whole) {
    Map<String, Long> output = new TreeMap<>();
    Set<String> deleted = new TreeSet<>();
    for (int half = 0; half < 2; half++) {
      String list = "half-" + half;
      room.db()
          .update(
              "INSERT INTO cohort_person (list_id, patient_pid) SELECT DISTINCT ?, patient_pid FROM claim_index WHERE mod(patient_pid, 2) = ?",
              list,
              half);
      Answer part = way.apply(cohort.limitedTo(new CohortPart(null, null, list)));
      room.bean(ChosenPeople.class).forget(list);
      part.output().forEach((id, ver) -> assertThat(output.put(id, ver)).as(id).isNull());
      part.deleted().forEach(id -> assertThat(deleted.add(id)).as(id).isTrue());
    }
    assertThat(output).isEqualTo(whole.output());
    assertThat(deleted).isEqualTo(whole.deleted());
  }

  /** From an earlier bound to a later one the output grows; the deleted stay. */
  private void checkTimes(Cohort cohort, Answer whole) {
    int era = cohort.now().snapshot().era();
    List<String> snapshots =
        room.db()
            .queryForList(
                "SELECT snapshot FROM issued_time WHERE era = ? AND at <= (SELECT max(at) FROM issued_time WHERE snapshot = ?) ORDER BY at",
                String.class,
                era,
                cohort.now().snapshot().value());
    Map<String, Long> before = Map.of();
    for (int i = 0; i < snapshots.size(); i += Math.max(1, snapshots.size() / 2)) {
      Answer part = until(cohort, snapshots.get(i));
      assertThat(part.output()).containsAllEntriesOf(before);
      assertThat(whole.output()).containsAllEntriesOf(part.output());
      assertThat(part.deleted()).isEqualTo(whole.deleted());
      before = part.output();
    }
    assertThat(until(cohort, cohort.now().snapshot().value())).isEqualTo(whole);
    if (cohort.rule() == Cohort.Rule.CHANGED) {
      Sight then = Objects.requireNonNull(cohort.then());
      assertThat(until(cohort, then.snapshot().value()).output()).isEmpty();
    }
  }

  private Answer until(Cohort cohort, @Nullable String snapshot) {
    Snapshot end = new Snapshot(cohort.now().snapshot().era(), Objects.requireNonNull(snapshot));
    return way.apply(cohort.limitedTo(new CohortPart(end, null, null)));
  }
}
