package io.bcda.attribution;

import io.bcda.store.Database;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, exports are those of a model in memory. One history of six is lived on H2,
 * which takes four times as long as PostgreSQL, while the others are on the latter. More of them by
 * {@code -Dbcda.test.histories=5000}; one of them, on both, by {@code -Dbcda.test.seed=17}.
 */
class CohortPropertyIT {
  private static final int HISTORIES = Integer.getInteger("bcda.test.histories", 200);
  private static final int ONE_ON_H2 = 6;
  private static final Long SEED = Long.getLong("bcda.test.seed");

  @Test
  void givenAnyHistory_whenExported_thenAsTheModelSays()
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(Database.values().length);
    try {
      List<Callable<Void>> lives =
          Arrays.stream(Database.values()).<Callable<Void>>map(d -> () -> live(d)).toList();
      for (Future<Void> lived : threads.invokeAll(lives)) {
        lived.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void live(Database database) {
    try (CohortLives lives = new CohortLives(database)) {
      seeds(database).forEach(lives::live);
    }
    return null;
  }

  private static LongStream seeds(Database database) {
    return SEED != null
        ? LongStream.of(SEED)
        : LongStream.rangeClosed(1, HISTORIES)
            .filter(seed -> (seed % ONE_ON_H2 == 0) == (database == Database.H2));
  }
}
