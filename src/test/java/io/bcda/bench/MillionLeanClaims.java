package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.bench.BenchReport.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A million lean claims, made and loaded in one go into an empty database: whether a row costs as
 * much at the end as at the start.
 */
final class MillionLeanClaims implements Benchmark {
  private static final Duration PATIENCE = Duration.ofHours(6);
  private static final String CLAIMS = "ExplanationOfBenefit";

  /** Noise of a shared machine; growth with the table would be worse by far. */
  private static final double MOST_GROWTH = 1.2;

  @Override
  public String name() {
    return "million-lean-claims";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    long claims = bench.settings().claims();
    Path world = bench.emptied("data-million").resolve("world");
    bench.say("making a world of %,d lean claims".formatted(claims));
    long begun = System.nanoTime();
    BenchWorld.generate(
        "--out=" + world,
        "--seed=1",
        "--claims-count=" + claims,
        "--claims=lean",
        "--file-lines=" + Math.max(1_000, claims / 10),
        "--as-of=2026-11-23");
    Duration making = Duration.ofNanos(System.nanoTime() - begun);
    try (LoadingContestant rows = new LoadingContestant(bench, "bench_million", "rows")) {
      long others = deliver(rows, world, "Patient") + deliver(rows, world, "Coverage");
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> done(rows) == others);

      rows.server().peakHeap();
      long due = deliver(rows, world, CLAIMS);
      Pace pace = new Pace(due, () -> sample(bench, rows, others), bench::say);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> pace.look() == due && isIdle(rows));

      assertThat(rows.stored()).isEqualTo(others + due);
      String refused = "SELECT coalesce(sum(refused + updated + unchanged), 0) FROM claims_load";
      assertThat(rows.db().queryForObject(refused, Long.class)).isZero();
      return report(bench, rows, making, others, pace);
    }
  }

  private static long deliver(LoadingContestant rows, Path world, String type) throws Exception {
    long lines = 0;
    for (Path file : BenchWorld.files(world, "stage-1", type)) {
      lines += NdjsonGzip.lines(file, line -> {});
    }
    for (Path file : BenchWorld.files(world, "stage-1", type)) {
      rows.deliver(file);
    }
    return lines;
  }

  private static long done(LoadingContestant rows) {
    rows.server().assertAlive();
    String sql =
        "SELECT coalesce(sum(created + updated + unchanged + refused), 0) FROM claims_load";
    return rows.db().queryForObject(sql, Long.class);
  }

  private static boolean isIdle(LoadingContestant rows) {
    String sql = "SELECT count(*) FROM claims_load WHERE state <> 'DONE'";
    return rows.db().queryForObject(sql, Long.class) == 0;
  }

  private static Pace.Sample sample(Bench bench, LoadingContestant rows, long others) {
    return new Pace.Sample(
        System.nanoTime() / 1e9,
        done(rows) - others,
        Measured.seconds(rows.server().cpu()),
        bench.database().cpu().map(Measured::seconds).orElse(0.0));
  }

  private BenchReport report(
      Bench bench, LoadingContestant rows, Duration making, long others, Pace pace)
      throws IOException {
    int heap = rows.server().peakHeap().orElse(0);
    double growth = pace.growth();
    String text =
        """
        A world of %,d claims was made in %s s. Its %,d Patients and Coverages were loaded first,
        which is not measured; then the claims, in files of a tenth each, within %s s. Progress was
        read twice a second from `claims_load`.

        %s"""
            .formatted(
                pace.due(),
                BenchTable.number(Measured.seconds(making)),
                others,
                BenchTable.number(pace.seconds()),
                pace.table());
    return new BenchReport(
        "A million lean claims",
        List.of(
            text, "What it takes on disk, right after the load:\n\n" + StoreSizes.table(rows.db())),
        List.of(
            new Budget(
                "a claim costs no more processor time in the last fifth of the load than in the"
                    + " second (within 20 %)",
                BenchTable.number(growth) + " times", growth <= MOST_GROWTH),
            new Budget(
                "within a heap of 512 MB",
                "%d MB at most, of %d MB".formatted(heap, bench.settings().heap()),
                bench.settings().heap() <= 512)));
  }
}
