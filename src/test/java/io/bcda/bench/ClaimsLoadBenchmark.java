package io.bcda.bench;

import io.bcda.bench.BenchReport.Budget;
import io.bcda.bench.LoadResults.What;
import io.bcda.bench.LoadResults.Who;
import io.bcda.bench.LoadingContestant.Counts;
import java.util.ArrayList;
import java.util.List;

/** Claims into the store: our rows, HAPI's transactions, and a bare COPY of the bodies. */
final class ClaimsLoadBenchmark implements Benchmark {
  @Override
  public String name() {
    return "claims-load";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    List<String> sections = new ArrayList<>();
    List<Budget> budgets = new ArrayList<>();
    sections.add(
        """
        Each server loads about %,d resources of other people first, so that its code is compiled;
        what is measured comes after. HAPI's transactions are given a sample of the same people, %,d
        resources at most, because they are slow. Seconds are those that the server reports, from
        the first look into a file to the last commit; a COPY is unpacked and sent by the benchmark
        itself, whose processor time stands in its row.
        """
            .formatted(bench.settings().warmUp(), bench.settings().hapiResources()));
    for (String shape : bench.settings().shapes()) {
      LoadResults results = measure(bench, shape);
      sections.add("## " + shape + " claims\n\n" + results.table());
      budgets.addAll(results.budgets(shape, bench.settings().heap()));
    }
    return new BenchReport("Loading claims", sections, budgets);
  }

  private static LoadResults measure(Bench bench, String shape) throws Exception {
    BenchSettings settings = bench.settings();
    long all = settings.claims() + settings.warmUp();
    bench.say("making a " + shape + " world of about " + all + " claims");
    BenchWorld world = new BenchWorld(bench.emptied("data-" + shape), all, shape);
    BenchWorld.Choice warm = world.share(settings.warmUp(), all);
    BenchWorld.Choice ours = person -> !warm.takes(person);
    Delivery warmUp = world.part("warm", warm);
    Delivery first = world.part("first", ours);
    // The person of 3,000 claims, and no other of the cast, would outweigh a small sample.
    BenchWorld.Choice few = world.share(settings.hapiResources(), first.resources());
    BenchWorld.Choice sample = person -> ours.takes(person) && few.takes(person);

    LoadResults results = new LoadResults();
    CopiedBodies copy = new CopiedBodies(bench);
    copy.load(warmUp);
    results.put(Who.COPY, What.FIRST, copy.load(first));
    try (LoadingContestant rows = new LoadingContestant(bench, "bench_rows", "rows")) {
      threeLoads(rows, warmUp, first, world.corrected("changed", ours), Who.ROWS, results);
    }
    try (LoadingContestant hapi = new LoadingContestant(bench, "bench_hapi", "bundles")) {
      Delivery little = world.part("little", sample);
      Delivery changed = world.corrected("littlechanged", sample);
      threeLoads(hapi, warmUp, little, changed, Who.HAPI, results);
    }
    return results;
  }

  private static void threeLoads(
      LoadingContestant contestant,
      Delivery warmUp,
      Delivery first,
      Delivery changed,
      Who who,
      LoadResults results)
      throws Exception {
    contestant.load(warmUp, new Counts(warmUp.resources(), 0, 0));
    long n = first.resources();
    results.put(who, What.FIRST, contestant.load(first, new Counts(n, 0, 0)));
    Delivery again = first.again();
    results.put(who, What.UNCHANGED, contestant.load(again, new Counts(0, 0, n)));
    long news = changed.changed();
    results.put(who, What.CHANGED, contestant.load(changed, new Counts(0, news, n - news)));
    results.changed((double) news / n);
  }
}
