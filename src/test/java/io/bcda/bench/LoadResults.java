package io.bcda.bench;

import io.bcda.bench.BenchReport.Budget;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each contestant took to load claims of one shape, and what follows from it. */
final class LoadResults {
  /** Design, section 7. */
  private static final double TIMES_HAPI = 4;

  /** Who loads. */
  enum Who {
    COPY("COPY of the bodies"),
    ROWS("this server"),
    HAPI("HAPI transactions");

    private final String text;

    Who(String text) {
      this.text = text;
    }
  }

  /** What is loaded. */
  enum What {
    FIRST("first load"),
    UNCHANGED("reload, unchanged"),
    CHANGED("reload, %.1f %% changed");

    private final String text;

    What(String text) {
      this.text = text;
    }
  }

  private final Map<Who, Map<What, Measured>> all = new EnumMap<>(Who.class);
  private double changed;

  void put(Who who, What what, Measured measured) {
    all.computeIfAbsent(who, w -> new EnumMap<>(What.class)).put(what, measured);
  }

  /** Says which share of the resources differs in the reload that changes some, 0 to 1. */
  void changed(double share) {
    changed = share;
  }

  String table() {
    BenchTable table =
        new BenchTable(
            2,
            "loader",
            "load",
            "resources",
            "MB",
            "s",
            "resources/s",
            "MB/s",
            "CPU s",
            "PostgreSQL CPU s",
            "peak heap MB",
            "times HAPI's rate",
            "times COPY's time");
    all.forEach((who, loads) -> loads.forEach((what, one) -> row(table, who, what, one)));
    return table.toString();
  }

  private void row(BenchTable table, Who who, What what, Measured one) {
    table.row(
        who.text,
        String.format(Locale.ROOT, what.text, 100 * changed),
        "%,d".formatted(one.resources()),
        BenchTable.number(one.megabytes()),
        BenchTable.number(one.seconds()),
        BenchTable.number(one.perSecond()),
        BenchTable.number(one.megabytes() / one.seconds()),
        BenchTable.number(Measured.seconds(one.cpu())),
        BenchTable.number(one.databaseCpu().map(Measured::seconds)),
        BenchTable.number(one.heap()),
        BenchTable.number(find(Who.HAPI, what).map(one::times)),
        BenchTable.number(find(Who.COPY, What.FIRST).map(copy -> copy.times(one))));
  }

  private Optional<Measured> find(Who who, What what) {
    return Optional.ofNullable(all.getOrDefault(who, Map.of()).get(what));
  }

  List<Budget> budgets(String shape, int heap) {
    List<Budget> budgets = new ArrayList<>();
    Measured ours = find(Who.ROWS, What.FIRST).orElseThrow();
    double times = ours.times(find(Who.HAPI, What.FIRST).orElseThrow());
    budgets.add(
        new Budget(
            "first load of %s claims at %.0f times the rate of HAPI's transactions, or more"
                .formatted(shape, TIMES_HAPI),
            BenchTable.number(times),
            times >= TIMES_HAPI));
    int peak =
        all.getOrDefault(Who.ROWS, Map.of()).values().stream()
            .flatMap(one -> one.heap().stream())
            .max(Integer::compare)
            .orElse(0);
    budgets.add(
        new Budget(
            "loads of %s claims within a heap of 512 MB".formatted(shape),
            "%d MB at most, of %d MB".formatted(peak, heap),
            heap <= 512));
    return budgets;
  }
}
