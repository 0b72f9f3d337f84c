package io.bcda.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.bench.BenchReport.Budget;
import io.bcda.bench.ExportContestant.Exported;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What filters, lists of elements and blocks by Patient cost an export, by the resource that it
 * reads.
 */
final class SelectionBenchmark implements Benchmark {
  private static final int RUNS = 3;
  private static final double MOST = 2.5;
  private static final String CLAIM = "ExplanationOfBenefit?";
  private static final String CARRIER =
      "type=" + encoded("https://bluebutton.cms.gov/resources/codesystem/eob-type|CARRIER");

  /** What is asked for beside the whole. */
  private enum Asked {
    WHOLE("everything", ""),
    TYPE("`_typeFilter` by type", "?_typeFilter=" + encoded(CLAIM + CARRIER)),
    DATES(
        "`_typeFilter` by service-date, which all claims match",
        "?_typeFilter=" + encoded(CLAIM + "service-date=ge1900&service-date=lt2200")),
    ABSENT(
        "`_typeFilter` by a tag that no claim has",
        "?_typeFilter=" + encoded(CLAIM + "_tag=" + encoded("http://example.org|none"))),
    FEW("`_elements`, one that is asked for", "?_elements=ExplanationOfBenefit.billablePeriod"),
    MOST_OF_IT("`_elements`, the largest one", "?_elements=ExplanationOfBenefit.item"),
    BOTH(
        "`_typeFilter` by type and `_elements`",
        "?_elements=ExplanationOfBenefit.item&_typeFilter=" + encoded(CLAIM + CARRIER)),
    ORGANIZED("everything, organized by Patient", "?organizeOutputBy=Patient");

    private final String text;
    private final String query;

    Asked(String text, String query) {
      this.text = text;
      this.query = query;
    }
  }

  /** One run, and how many resources it gave and read: filters may have left some out. */
  private record Run(Measured measured, long given, long read) {
    double micros() {
      return 1e6 * measured.seconds() / read;
    }

    double cpuMicros() {
      double seconds =
          Measured.seconds(measured.cpu())
              + measured.databaseCpu().map(Measured::seconds).orElse(0.0);
      return 1e6 * seconds / read;
    }
  }

  @Override
  public String name() {
    return "export-selected";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    List<Long> sizes = bench.settings().exports();
    long size = sizes.get(sizes.size() - 1);
    long made = sizes.get(0);
    Path folder = bench.emptied("data-selected");
    ExportWorld world = new ExportWorld(folder, made, "full");
    List<Budget> budgets = new ArrayList<>();
    BenchTable table =
        new BenchTable(
            1, "what", "read", "given", "MB", "s", "µs/read", "times", "CPU µs/read", "times");
    try (ExportContestant server = new ExportContestant(bench)) {
      server.load(world.rosters("stage-1"), world.claims("stage-1"));
      server.grow((int) Math.max(0, Math.round((double) size / made) - 1));
      Run whole = null;
      for (Asked asked : Asked.values()) {
        Run run = median(bench, server, asked);
        whole = asked == Asked.WHOLE ? run : whole;
        row(table, asked, run, whole);
        if (asked != Asked.WHOLE) {
          assertThat(run.read()).as(asked.text).isEqualTo(whole.read());
          budgets.addAll(budgets(asked, run, whole));
        }
      }
    }
    bench.emptied("data-selected");
    String text =
        """
        Group/all of one ACO with full-size claims, warm, each asked %d times; the run of median time
        is shown. What is read are the resources that were given and those that no filter wanted.
        """
            .formatted(RUNS);
    return new BenchReport("Exporting a part", List.of(text, table.toString()), budgets);
  }

  private static Run median(Bench bench, ExportContestant server, Asked asked) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      Exported exported = server.export(asked.query);
      JsonNode totals = exported.manifest().at("/extension/totals");
      long given = totals.get("resources").asLong(); // without the headers of blocks
      if (i > 0) { // the first warms up
        runs.add(new Run(exported.measured(), given, given + totals.path("filtered").asLong()));
      }
      server.delete(exported);
    }
    runs.sort(Comparator.comparing(Run::micros));
    Run median = runs.get(RUNS / 2);
    bench.say("%s: %.1f µs for each that is read".formatted(asked.text, median.micros()));
    return median;
  }

  private static void row(BenchTable table, Asked asked, Run run, Run whole) {
    table.row(
        asked.text,
        "%,d".formatted(run.read()),
        "%,d".formatted(run.given()),
        BenchTable.number(run.measured().megabytes()),
        BenchTable.number(run.measured().seconds()),
        BenchTable.number(run.micros()),
        BenchTable.number(run.micros() / whole.micros()),
        BenchTable.number(run.cpuMicros()),
        BenchTable.number(run.cpuMicros() / whole.cpuMicros()));
  }

  private static List<Budget> budgets(Asked asked, Run run, Run whole) {
    return List.of(
        budget(asked, "time", run.micros() / whole.micros()),
        budget(asked, "processor time", run.cpuMicros() / whole.cpuMicros()));
  }

  private static Budget budget(Asked asked, String what, double times) {
    String promise = "%s: %s for each resource read within %.1f times that of everything";
    return new Budget(
        promise.formatted(asked.text, what, MOST), BenchTable.number(times), times <= MOST);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
