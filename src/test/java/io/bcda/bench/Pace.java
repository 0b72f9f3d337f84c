package io.bcda.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How fast a long load went, tenth by tenth. */
final class Pace {
  private static final int PARTS = 10;

  /**
   * One look.
   *
   * @param at seconds of a clock that only goes forward
   * @param done resources so far
   * @param cpu seconds of processor time that the server used so far
   * @param databaseCpu likewise of PostgreSQL; 0 where it is out of sight
   */
  record Sample(double at, long done, double cpu, double databaseCpu) {
    /** Where the count was, on the straight line from this look to the next. */
    Sample towards(Sample next, long count) {
      double share = next.done == done ? 0 : (double) (count - done) / (next.done - done);
      return new Sample(
          at + share * (next.at - at),
          count,
          cpu + share * (next.cpu - cpu),
          databaseCpu + share * (next.databaseCpu - databaseCpu));
    }

    double cost() {
      return cpu + databaseCpu;
    }
  }

  private final long due;
  private final Supplier<Sample> source;
  private final Consumer<String> say;
  private final List<Sample> borders = new ArrayList<>();
  private Sample last;

  /**
   * Begins.
   *
   * @param due resources that will be done
   * @param say hears of each tenth
   */
  Pace(long due, Supplier<Sample> source, Consumer<String> say) {
    this.due = due;
    this.source = source;
    this.say = say;
    this.last = source.get();
    borders.add(last);
  }

  /** Looks once; returns how many are done. */
  long look() {
    Sample now = source.get();
    if (now.done() == last.done()) {
      return now.done(); // the count goes by steps: the next one is the work since the last
    }
    while (borders.size() <= PARTS && now.done() >= border(borders.size())) {
      Sample before = borders.get(borders.size() - 1);
      Sample reached = last.towards(now, border(borders.size()));
      borders.add(reached);
      double rate = (reached.done() - before.done()) / (reached.at() - before.at());
      say.accept("%,d of %,d, at %,.0f a second".formatted(reached.done(), due, rate));
    }
    last = now;
    return now.done();
  }

  private long border(int part) {
    return due * part / PARTS;
  }

  long due() {
    return due;
  }

  double seconds() {
    return borders.get(borders.size() - 1).at() - borders.get(0).at();
  }

  /** Cost of a resource in the last fifth, as a multiple of that in the second fifth. */
  double growth() {
    return cost(8, 10) / cost(2, 4);
  }

  /** Processor seconds, which on a shared machine tell more than the clock; else the clock's. */
  private double cost(int from, int to) {
    Sample first = borders.get(from);
    Sample end = borders.get(to);
    double cpu = end.cost() - first.cost();
    return (cpu > 0 ? cpu : end.at() - first.at()) / (end.done() - first.done());
  }

  String table() {
    BenchTable table =
        new BenchTable(
            0, "claims", "s", "claims/s", "server CPU s", "PostgreSQL CPU s", "CPU ms/claim");
    for (int part = 1; part < borders.size(); part++) {
      Sample before = borders.get(part - 1);
      Sample now = borders.get(part);
      long claims = now.done() - before.done();
      table.row(
          "%,d".formatted(now.done()),
          BenchTable.number(now.at() - before.at()),
          BenchTable.number(claims / (now.at() - before.at())),
          BenchTable.number(now.cpu() - before.cpu()),
          BenchTable.number(now.databaseCpu() - before.databaseCpu()),
          BenchTable.number(1000 * (now.cost() - before.cost()) / claims));
    }
    return table.toString();
  }
}
