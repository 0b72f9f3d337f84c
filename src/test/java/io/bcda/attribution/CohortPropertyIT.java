package io.bcda.attribution;

import io.bcda.attribution.CohortHistory.Step;
import io.bcda.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens, exports are those of a model in memory. One history of six is lived on H2,
 * which takes four times as long as PostgreSQL. More of them by {@code -Dbcda.test.histories=5000};
 * one of them, on both, by {@code -Dbcda.test.seed=17}.
 */
class CohortPropertyIT {
  private static final int HISTORIES = Integer.getInteger("bcda.test.histories", 200);
  private static final int ONE_ON_H2 = 6;
  private static final Long SEED = Long.getLong("bcda.test.seed");
  private int runs;

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenAnyHistory_whenExported_thenAsTheModelSays(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      seeds(database).forEach(seed -> live(room, database, seed));
    }
  }

  private static LongStream seeds(Database database) {
    return SEED != null
        ? LongStream.of(SEED)
        : LongStream.rangeClosed(1, HISTORIES)
            .filter(seed -> (seed % ONE_ON_H2 == 0) == (database == Database.H2));
  }

  private void live(CohortRoom room, Database database, long seed) {
    int length = new CohortHistory(seed, 0).steps().size();
    List<Integer> steps = IntStream.range(0, length).boxed().toList();
    if (fault(room, seed, steps) != null) {
      List<Integer> few = fewest(room, seed, steps);
      throw new AssertionError(
          "on %s, -Dbcda.test.seed=%d, of which these %d of %d steps are enough:\n%s"
              .formatted(database, seed, few.size(), length, text(seed, few)),
          fault(room, seed, few));
    }
  }

  /** Leaves out steps as long as the history still goes wrong. */
  private List<Integer> fewest(CohortRoom room, long seed, List<Integer> steps) {
    List<Integer> few = new ArrayList<>(steps);
    int before;
    do {
      before = few.size();
      for (int i = few.size() - 1; i >= new CohortHistory(seed, 0).indispensable(); i--) {
        Integer left = few.remove(i);
        if (fault(room, seed, few) == null) {
          few.add(i, left);
        }
      }
    } while (few.size() < before);
    return few;
  }

  private Throwable fault(CohortRoom room, long seed, List<Integer> chosen) {
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
}
