package io.bcda.bench;

import io.bcda.bench.BenchReport.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What exports of one size took, and what follows from it. */
final class ExportResults {
  /** Design, section 7. */
  private static final double TIMES_COPY = 4;

  private static final double TIMES_STOCK = 100;
  private static final double SECONDS = 5;
  private static final double MEGABYTES = 240;
  private static final double DOWNLOADED_MEGABYTES = 500;

  /** Sizes in MB of NDJSON for which the budgets of time, and that of pace, hold. */
  private static final double SMALL = 250;

  /** Below this, in MB, an export's fixed second or so says nothing of its pace beside COPY's. */
  private static final double COMPARABLE = 100;

  private static final double LARGE = 1000;

  /** What is done. */
  enum What {
    COPY("COPY of the bodies to a file"),
    FIRST("export, first after the start"),
    WARM("export, warm"),
    COLD_COPY("COPY of the bodies to a file, cold"),
    COLD("export, cold"),
    SINCE("export `_since`"),
    GZIP("download, gzip as stored"),
    IDENTITY("download, identity"),
    STOCK("HAPI's own `Group/{id}/$export`");

    private final String text;

    What(String text) {
      this.text = text;
    }
  }

  private final Map<What, List<Measured>> all = new EnumMap<>(What.class);
  private final Map<What, Long> calls = new EnumMap<>(What.class);
  private final Map<What, String> obstacles = new EnumMap<>(What.class);
  private String note = "";
  private double stored;

  void add(What what, Measured measured) {
    all.computeIfAbsent(what, w -> new ArrayList<>()).add(measured);
  }

  /** Adds an export, and how many statements it ran. */
  void add(What what, ExportContestant.Exported exported) {
    add(what, exported.measured());
    exported.calls().ifPresent(count -> calls.put(what, count));
  }

  /** Says why something was not done. */
  void notMeasured(What what, String why) {
    obstacles.put(what, why);
  }

  /** Adds what must be said below the table. */
  void note(String text) {
    note += "\n" + text;
  }

  /** Says how many bytes the files take on disk. */
  void stored(long bytes) {
    stored = bytes / 1e6;
  }

  /** The run of median time. */
  Measured median(What what) {
    List<Measured> runs =
        all.get(what).stream().sorted(Comparator.comparing(Measured::time)).toList();
    return runs.get((runs.size() - 1) / 2);
  }

  String title() {
    Measured warm = median(What.WARM);
    return "%,d resources, %s MB of NDJSON, %s MB stored"
        .formatted(
            warm.resources(), BenchTable.number(warm.megabytes()), BenchTable.number(stored));
  }

  String table() {
    BenchTable table =
        new BenchTable(
            1,
            "what",
            "resources",
            "MB",
            "s",
            "resources/s",
            "MB/s",
            "CPU s",
            "PostgreSQL CPU s",
            "peak heap MB",
            "statements",
            "times COPY's time");
    for (What what : What.values()) {
      if (all.containsKey(what)) {
        row(table, what, median(what));
      } else if (obstacles.containsKey(what)) {
        table.emptyRow(what.text + ": not measured, as " + obstacles.get(what));
      }
    }
    return table.toString();
  }

  private void row(BenchTable table, What what, Measured one) {
    table.row(
        what.text,
        "%,d".formatted(one.resources()),
        BenchTable.number(one.megabytes()),
        BenchTable.number(one.seconds()),
        BenchTable.number(one.perSecond()),
        BenchTable.number(one.megabytes() / one.seconds()),
        BenchTable.number(Measured.seconds(one.cpu())),
        BenchTable.number(one.databaseCpu().map(Measured::seconds)),
        BenchTable.number(one.heap()),
        statements(what),
        what == What.SINCE ? BenchTable.NONE : BenchTable.number(timesCopy(what)));
  }

  private String statements(What what) {
    return Optional.ofNullable(calls.get(what)).map("%,d"::formatted).orElse(BenchTable.NONE);
  }

  /** What is cold is compared with what is as cold. */
  private double timesCopy(What what) {
    boolean cold = what == What.COLD || what == What.COLD_COPY;
    return median(what).seconds() / median(cold ? What.COLD_COPY : What.COPY).seconds();
  }

  /** What must be said below the table. */
  String notes() {
    return note + besideStock();
  }

  /** How many times as fast as HAPI's own export ours is; nothing where that was not run. */
  private String besideStock() {
    if (!all.containsKey(What.STOCK)) {
      return "";
    }
    Measured stock = median(What.STOCK);
    Measured warm = median(What.WARM);
    Measured first = median(What.FIRST);
    return """

        Ours is %s times as fast as HAPI's own export of the same resources when it is warm, and %s
        times when it is, as HAPI's was, the first after the start; by processor time, PostgreSQL's
        included, %s and %s times. HAPI's server had a heap of %d MB; its export was run once, and
        its status asked for each 500 ms.
        """
        .formatted(
            BenchTable.number(warm.times(stock)),
            BenchTable.number(first.times(stock)),
            BenchTable.number(cpu(stock) / cpu(warm)),
            BenchTable.number(cpu(stock) / cpu(first)),
            BenchServer.STOCK_HEAP);
  }

  /** Seconds of processor time, of the server and of PostgreSQL. */
  private static double cpu(Measured one) {
    return Measured.seconds(one.cpu()) + one.databaseCpu().map(Measured::seconds).orElse(0.0);
  }

  /** Beside COPY, warm and, where it was measured, cold. */
  private List<Budget> ratios() {
    List<Budget> budgets = new ArrayList<>();
    double warm = timesCopy(What.WARM);
    budgets.add(
        budget("warm export within %.0f times COPY's time", TIMES_COPY, warm, warm <= TIMES_COPY));
    if (all.containsKey(What.COLD)) {
      double cold = timesCopy(What.COLD);
      String promise = "cold export within %.0f times the time of a COPY as cold";
      budgets.add(budget(promise, TIMES_COPY, cold, cold <= TIMES_COPY));
    }
    return budgets;
  }

  List<Budget> budgets(int heap) {
    Measured warm = median(What.WARM);
    List<Budget> budgets = new ArrayList<>();
    if (warm.megabytes() <= SMALL) {
      double seconds = warm.seconds();
      budgets.add(budget("warm export within %.0f s", SECONDS, seconds, seconds <= SECONDS));
    }
    if (warm.megabytes() >= COMPARABLE && warm.megabytes() <= SMALL) {
      budgets.addAll(ratios());
    }
    if (warm.megabytes() >= LARGE) {
      budgets.addAll(paces(warm, median(What.GZIP)));
    }
    if (all.containsKey(What.STOCK)) {
      double times = warm.times(median(What.STOCK));
      boolean holds = times >= TIMES_STOCK;
      budgets.add(
          budget("warm export %.0f times as fast as HAPI's own", TIMES_STOCK, times, holds));
    }
    budgets.add(
        new Budget(
            title() + ": within a heap of 512 MB",
            "%d MB at most, of %d MB".formatted(peakHeap(), heap),
            heap <= 512));
    return budgets;
  }

  private List<Budget> paces(Measured warm, Measured gzip) {
    double written = warm.megabytes() / warm.seconds();
    double fetched = gzip.megabytes() / gzip.seconds();
    return List.of(
        budget(
            "warm export at %.0f MB/s of NDJSON or more", MEGABYTES, written, written >= MEGABYTES),
        budget(
            "download at %.0f MB/s of stored bytes or more",
            DOWNLOADED_MEGABYTES, fetched, fetched >= DOWNLOADED_MEGABYTES));
  }

  /** The most MB that our server had in use. */
  private int peakHeap() {
    return all.entrySet().stream()
        .filter(done -> done.getKey() != What.STOCK)
        .flatMap(done -> done.getValue().stream())
        .flatMap(one -> one.heap().stream())
        .max(Integer::compare)
        .orElse(0);
  }

  private Budget budget(String promise, double bound, double seen, boolean holds) {
    return new Budget(title() + ": " + promise.formatted(bound), BenchTable.number(seen), holds);
  }

  /** A row of the table of all sizes: what one resource costs. */
  void growth(BenchTable table) {
    Measured warm = median(What.WARM);
    table.row(
        "%,d".formatted(warm.resources()),
        BenchTable.number(warm.megabytes()),
        BenchTable.number(warm.seconds()),
        BenchTable.number(warm.perSecond()),
        BenchTable.number(warm.megabytes() / warm.seconds()),
        BenchTable.number(1e6 * cpu(warm) / warm.resources()),
        BenchTable.number(warm.heap()),
        statements(What.WARM),
        BenchTable.number(timesCopy(What.WARM)));
  }

  /** The table that {@link #growth} fills. */
  static BenchTable growthTable() {
    return new BenchTable(
        0,
        "resources",
        "MB",
        "s",
        "resources/s",
        "MB/s",
        "CPU µs/resource",
        "peak heap MB",
        "statements",
        "times COPY's time");
  }
}
