package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.bench.BenchReport.Budget;
import io.bcda.bench.ExportContestant.Exported;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed since a time, of a large roster of which little changed; and what is promised beside
 * it: a tiny export with many finished jobs on record, and an idle server.
 */
final class SinceBenchmark implements Benchmark {
  private static final int JOBS = 10_000;
  private static final int TINY_RUNS = 7;
  private static final double MOST_TINY_SECONDS = 2;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final double MOST_STATEMENTS = 2;

  @Override
  public String name() {
    return "since-at-scale";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    List<String> sections = new ArrayList<>();
    List<Budget> budgets = new ArrayList<>();
    try (LoadingContestant store = new LoadingContestant(bench, "bench_since", "rows")) {
      BenchAco large = new BenchAco(bench, store, SinceWorld.LARGE);
      BenchAco tiny = new BenchAco(bench, store, SinceWorld.TINY);
      SinceWorld world = made(bench, store);
      Exported first = tiny.export("Group/all/$export");
      FinishedJobs finished = new FinishedJobs(store.db());
      finished.make(JOBS);
      sections.add(tiny(tiny, budgets));
      sections.add(idle(bench, store, budgets));
      finished.remove();
      String since = "?_since=" + first.transactionTime().replace("+", "%2B");
      SinceExport export = new SinceExport(bench, store, large, world);
      world.changeClaims();
      sections.add(export.measure("Claims changed", since, budgets));
      world.exchangePeople();
      sections.add(export.measure("People exchanged, too", since, budgets));
    }
    return new BenchReport("What changed since a time", sections, budgets);
  }

  private static SinceWorld made(Bench bench, LoadingContestant store) {
    int members = bench.settings().members();
    long rows = bench.settings().indexRows();
    SinceWorld world = new SinceWorld(store.db(), members, rows);
    bench.say("making %,d members and %,d rows of the index".formatted(members, rows));
    long start = System.nanoTime();
    world.make();
    bench.say("made in %.0f s".formatted((System.nanoTime() - start) / 1e9));
    return world;
  }

  private static String tiny(BenchAco tiny, List<Budget> budgets) throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < TINY_RUNS; run++) {
      Exported exported = tiny.export("Group/all/$export");
      assertThat(exported.measured().resources()).isGreaterThan(SinceWorld.TINY_MEMBERS);
      seconds.add(exported.measured().seconds());
    }
    seconds.sort(null);
    double median = seconds.get(TINY_RUNS / 2);
    budgets.add(
        new Budget(
            "an export of ten people, with %,d finished jobs on record, in %.0f s"
                .formatted(JOBS, MOST_TINY_SECONDS),
            "%.2f s".formatted(median),
            median <= MOST_TINY_SECONDS));
    return "## A tiny export\n\nWith %,d finished jobs on record, %d times: %s s; median %.2f s."
        .formatted(JOBS, TINY_RUNS, seconds, median);
  }

  private static String idle(Bench bench, LoadingContestant store, List<Budget> budgets) {
    Statements statements = new Statements(store.db());
    settle(statements);
    statements.reset();
    await().pollDelay(IDLE).atMost(IDLE.multipliedBy(2)).until(() -> true);
    Optional<Long> calls = statements.calls();
    if (calls.isEmpty()) {
      return "## An idle server\n\nNobody counts statements here.";
    }
    double each = (double) calls.get() / IDLE.toSeconds();
    bench.say("idle: %.2f statements a second".formatted(each));
    budgets.add(
        new Budget(
            "an idle server sends at most %.0f statements a second".formatted(MOST_STATEMENTS),
            "%.2f".formatted(each),
            each <= MOST_STATEMENTS));
    return "## An idle server\n\n%,d statements in %d s: %.2f a second, those that begin and end transactions among them.\n\n%s"
        .formatted(calls.get(), IDLE.toSeconds(), each, statements.table());
  }

  /** Opt-outs were delivered: once, each finished job is looked at. */
  private static void settle(Statements statements) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(10))
        .until(
            () -> {
              long calls = statements.calls().orElse(0L);
              statements.reset();
              return calls < 100;
            });
  }
}
