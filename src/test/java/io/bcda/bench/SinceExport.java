package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.bench.BenchReport.Budget;
import io.bcda.bench.ExportContestant.Exported;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The large ACO's export of what changed: held to what must be in it, and what it cost. */
final class SinceExport {
  private static final Pattern PLANNED = Pattern.compile("export planned .*?\\bms=(\\d+)");
  private static final int MOST_BUFFERS = 5;
  private static final double MOST_PLAN_SECONDS = 10;

  private final Bench bench;
  private final LoadingContestant store;
  private final BenchAco aco;
  private final SinceWorld world;

  SinceExport(Bench bench, LoadingContestant store, BenchAco aco, SinceWorld world) {
    this.bench = bench;
    this.store = store;
    this.aco = aco;
    this.world = world;
  }

  /**
   * Exports Group/all.
   *
   * @param what happened, for the heading
   * @param since the query of the kick-off
   * @param budgets to which it adds
   * @return a section
   */
  String measure(String what, String since, List<Budget> budgets) throws IOException {
    Exported exported = aco.export("Group/all/$export" + since);
    StatementCosts costs = StatementCosts.of(store.db());
    double plan = planSeconds();
    long rows = assertExact(exported);
    double finding = (double) costs.finding() / rows;
    double listing = (double) costs.listing() / rows;
    double whole = exported.measured().seconds();
    bench.say(
        "%s: %,d rows, planned in %.1f s, exported in %.1f s, %.2f + %.2f buffers a row"
            .formatted(what, rows, plan, whole, finding, listing));
    budgets.add(
        new Budget(
            "%s: at most %d buffers a row on index, links, rosters and preferences"
                .formatted(what, MOST_BUFFERS),
            "%.2f".formatted(finding),
            finding <= MOST_BUFFERS));
    budgets.add(
        new Budget(
            "%s: planned in at most %.0f s".formatted(what, MOST_PLAN_SECONDS),
            "%.1f s".formatted(plan),
            plan <= MOST_PLAN_SECONDS));
    return """
    ## %s

    %,d rows (output and deleted). Planned in %.1f s; from kick-off to manifest %.1f s. Buffers a row:
    %.2f on index, links, rosters and preferences; %.2f to write and read the list of what was found.

    %s
    """
        .formatted(what, rows, plan, whole, finding, listing, costs.table());
  }

  /** As the server's log tells. */
  private double planSeconds() throws IOException {
    List<String> all =
        PLANNED
            .matcher(Files.readString(store.server().log()))
            .results()
            .map(r -> r.group(1))
            .toList();
    return Long.parseLong(all.get(all.size() - 1)) / 1000.0;
  }

  /** Rows of the output and of the deleted. */
  private long assertExact(Exported exported) throws IOException {
    ResourceSet output = world.output();
    assertThat(new Downloads(bench, store.server(), aco.client().token(), exported).resources())
        .isEqualTo(output);
    Map<String, List<String>> deleted = aco.client().await(exported.statusUrl()).deleted();
    assertThat(deleted).isEqualTo(world.deleted());
    return output.count() + deleted.values().stream().mapToLong(List::size).sum();
  }
}
