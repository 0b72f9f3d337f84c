package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.bench.BenchReport.Budget;
import io.bcda.bench.ExportContestant.Exported;
import io.bcda.bench.ExportResults.What;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Group/all from kick-off to manifest and onto the client, beside a COPY of the same bodies. */
final class ExportBenchmark implements Benchmark {
  private static final String DETAIL = "full";
  private static final int WARM_RUNS = 3;

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    List<String> sections = new ArrayList<>();
    List<Budget> budgets = new ArrayList<>();
    BenchTable growth = ExportResults.growthTable();
    sections.add(
        """
        Full-size claims of one ACO, with their Patients and Coverages. Those of the first size were
        loaded; of each, larger sizes have copies that were made in the database. An export is
        measured from its kick-off to its manifest; status is asked for each 100 ms, and these
        statements are counted too. Of three runs that of median time is shown, but for the first
        export, the cold ones and that with `_since`, which goes back to before the second delivery.
        Cold means that PostgreSQL was stopped and started, and that its data were taken out of the
        system's cache in between; the server ran on, connected anew, and exported a little for
        another ACO. The export that was cold is compared with the COPY that was. The COPY is
        written, and the downloads are read, by the benchmark itself; the processor time of a COPY's
        row is the benchmark's, that of all others the server's.
        Every export was held to the expected resources, counts and digests.
        """);
    List<Long> sizes = bench.settings().exports();
    Path folder = bench.emptied("data-export");
    bench.say("making a world of which an ACO gets about %,d claims".formatted(sizes.get(0)));
    ExportWorld world = new ExportWorld(folder, sizes.get(0), DETAIL);
    try (ExportContestant server = new ExportContestant(bench)) {
      server.load(world.rosters("stage-1"), world.claims("stage-1"));
      Exported before = export(bench, server, "", world.expected("stage-1", "group-all", 0));
      server.load(world.rosters("stage-2"), world.claims("stage-2"));
      ColdRuns cold = server.coldRuns();
      for (long size : sizes) {
        int copies = (int) Math.max(0, Math.round((double) size / sizes.get(0)) - 1);
        server.grow(copies);
        ExportResults results = measure(bench, server, world, copies, before.transactionTime());
        cold.measure(server, world.expected("stage-2", "group-all", copies), results);
        if (bench.settings().stock() && copies == 0) {
          server
              .stop(); // two servers would both run the jobs of one database, and share the machine
          stock(bench, server.database(), world.expected("stage-2", "group-all", 0), results);
        }
        sections.add("## " + results.title() + "\n\n" + results.table() + results.notes());
        budgets.addAll(results.budgets(bench.settings().heap()));
        if (copies > 0) { // an export that goes on for a while
          FirstFile early = FirstFile.of(server.client());
          sections.add(early.told());
          budgets.add(early.budget(results.title()));
        }
        results.growth(growth);
      }
    }
    bench.emptied("data-export");
    sections.add("## How the cost grows\n\nThe warm exports.\n\n" + growth);
    return new BenchReport("Exporting claims", sections, budgets);
  }

  private static ExportResults measure(
      Bench bench, ExportContestant server, ExportWorld world, int copies, String before)
      throws Exception {
    ExportResults results = new ExportResults();
    ResourceSet all = world.expected("stage-2", "group-all", copies);
    CopiedOut copy = new CopiedOut(bench, server.database());
    for (int run = 0; run < WARM_RUNS; run++) {
      results.add(What.COPY, copy.copy(bench.folder().resolve("copied"), all.count()));
    }
    Exported first = export(bench, server, "", all);
    results.add(What.FIRST, first);
    server.delete(first);
    for (int run = 0; run < WARM_RUNS; run++) {
      Exported warm = export(bench, server, "", all);
      results.add(What.WARM, warm);
      results.stored(warm.storedBytes());
      if (run == WARM_RUNS - 1) {
        download(server, warm, results);
      }
      server.delete(warm);
    }
    String since = "?_since=" + before.replace("+", "%2B");
    ResourceSet changed = world.expected("stage-2", "group-all-since", copies);
    results.add(What.SINCE, export(bench, server, since, changed));
    return results;
  }

  private static void stock(
      Bench bench, String database, ResourceSet expected, ExportResults results) throws Exception {
    try (StockContestant stock = new StockContestant(bench, database)) {
      Exported exported = stock.export(expected);
      results.add(What.STOCK, exported);
      bench.say("HAPI's own export took %.0f s".formatted(exported.measured().seconds()));
    }
    bench.emptied("bench_stock");
  }

  private static Exported export(
      Bench bench, ExportContestant server, String query, ResourceSet expected) throws Exception {
    Exported exported = server.export(query);
    assertThat(server.downloads(exported).resources()).isEqualTo(expected);
    Measured measured = exported.measured();
    bench.say(
        "exported %,d resources, %.0f MB, in %.2f s"
            .formatted(measured.resources(), measured.megabytes(), measured.seconds()));
    return exported;
  }

  private static void download(ExportContestant server, Exported exported, ExportResults results)
      throws Exception {
    for (int run = 0; run < WARM_RUNS; run++) {
      results.add(What.GZIP, server.downloads(exported).fetch(Downloads.Form.GZIP));
      results.add(What.IDENTITY, server.downloads(exported).fetch(Downloads.Form.IDENTITY));
    }
  }
}
