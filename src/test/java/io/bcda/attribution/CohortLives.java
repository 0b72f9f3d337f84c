package io.bcda.attribution;

import io.bcda.attribution.CohortHistory.Step;
import io.bcda.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Histories that are lived on one database, one after the other. For one thread. */
final class CohortLives implements AutoCloseable {
  private final Database database;
  private final CohortRoom room;
  private int runs;

  CohortLives(Database database) {
    this.database = database;
    this.room = new CohortRoom(database);
  }

  /** Lives one history; if it goes wrong, says by the fewest steps how. */
  void live(long seed) {
    int length = new CohortHistory(seed, 0).steps().size();
    List<Integer> steps = IntStream.range(0, length).boxed().toList();
    if (fault(seed, steps) != null) {
      List<Integer> few = fewest(seed, steps);
      throw new AssertionError(
          "on %s, -Dbcda.test.seed=%d, of which these %d of %d steps are enough:\n%s"
              .formatted(database, seed, few.size(), length, text(seed, few)),
          fault(seed, few));
    }
  }

  /** Leaves out steps as long as the history still goes wrong. */
  private List<Integer> fewest(long seed, List<Integer> steps) {
    List<Integer> few = new ArrayList<>(steps);
    int before;
    do {
      before = few.size();
      for (int i = few.size() - 1; i >= new CohortHistory(seed, 0).indispensable(); i--) {
        Integer left = few.remove(i);
        if (fault(seed, few) == null) {
          few.add(i, left);
        }
      }
    } while (few.size() < before);
    return few;
  }

  private Throwable fault(long seed, List<Integer> chosen) {
    CohortHistory history = new CohortHistory(seed, ++runs);
    try {
      CohortTrial trial = new CohortTrial(room, history.begin());
      chosen.forEach(i -> history.steps().get(i).action().accept(trial));
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  private String text(long seed, List<Integer> chosen) {
    StringBuilder text = new StringBuilder();
    List<Step> steps = new CohortHistory(seed, runs + 1).steps();
    chosen.forEach(i -> text.append("  ").append(steps.get(i).text()).append('\n'));
    return text.toString();
  }

  @Override
  public void close() {
    room.close();
  }
}
