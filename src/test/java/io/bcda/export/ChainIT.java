package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.export.ChainHistory.Outcome;
import io.bcda.harness.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing falls between two exports: who chains them by {@code _since} and keeps only what {@code
 * output} and {@code deleted} say ends with what a full export says, whatever was written meanwhile
 * and however long it took to commit (design section 4).
 *
 * <p>More histories by {@code -Dbcda.test.chains=300}, of which every third is lived on H2; that
 * often one of them, on both, by {@code -Dbcda.test.seed=17} beside it. A seed gives what each
 * thread does, not how they come between each other: a fault may need several goes to come again.
 */
class ChainIT {
  private static final int HISTORIES = Integer.getInteger("bcda.test.chains", 4);
  private static final int ONE_ON_H2 = 3;
  private static final int SIDE_BY_SIDE = 3;
  private static final Long SEED = Long.getLong("bcda.test.seed");

  @TempDir Path folder;

  private final AtomicInteger exports = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnyHistory_whenExportsAreChained_thenTheReplicaIsWhatAFullExportYields(
      TestServer server) {
    long begun = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    List<Long> seeds = seeds(server).boxed().toList();
    List<CompletableFuture<@Nullable Throwable>> histories =
        seeds.stream()
            .map(seed -> CompletableFuture.supplyAsync(() -> live(server, seed), threads))
            .toList();
    threads.shutdown();
    List<Throwable> faults =
        histories.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList();
    System.out.printf(
        "%d histories on %s, %d exports, %d s, wrong: %d%n",
        seeds.size(), server, exports.get(), seconds(begun), faults.size());
    assertThat(faults).isEmpty();
  }

  /** Shows that the test above can fail: an update that is held open over an export is lost. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATransactionTimeByTheClock_whenExportsAreChained_thenSomethingIsLost(
      TestServer server) {
    ChainHistory history =
        new ChainHistory(server, 1, folder, real -> new ChainExports.ByClock(server, real));
    Outcome outcome = history.live();
    assertThat(outcome.lost()).containsKey(history.heldClaim());
    assertThat(outcome.wrong()).isEmpty();
  }

  /** Null, or what went wrong. */
  private @Nullable Throwable live(TestServer server, long seed) {
    String name = "chain on " + server + ", -Dbcda.test.seed=" + seed;
    try {
      Outcome outcome = new ChainHistory(server, seed, folder, real -> real).live();
      exports.addAndGet(outcome.exports());
      System.out.printf(
          "%s: %d exports, %d transactions, %d rolled back, %d resources seen%n",
          name, outcome.exports(), outcome.committed(), outcome.rolledBack(), outcome.seen());
      return outcome.isSound() ? null : told(new AssertionError(name + ": " + outcome));
    } catch (RuntimeException | AssertionError e) {
      return told(new AssertionError(name + ": " + e, e));
    }
  }

  /** At once, for a long run may be broken off. */
  private static Throwable told(Throwable fault) {
    System.out.println(fault.getMessage());
    return fault;
  }

  private static long seconds(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  private static LongStream seeds(TestServer server) {
    return SEED != null
        ? LongStream.generate(() -> SEED).limit(HISTORIES)
        : LongStream.rangeClosed(1, HISTORIES)
            .filter(seed -> (seed % ONE_ON_H2 == 0) == (server == TestServer.H2));
  }
}
