package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Runs the benchmarks of {@code mvn -Pbench verify}, one after another, and writes a page for each
 * into {@code target/bench}. By its name no other build takes it for a test.
 */
class BenchmarkRun {
  private static final BenchSettings SETTINGS = BenchSettings.fromProperties();
  private static BenchDatabase database;

  /** All benchmarks there are; a new one is added here. */
  private static final List<Benchmark> ALL =
      List.of(
          new ClaimsLoadBenchmark(),
          new ExportBenchmark(),
          new SelectionBenchmark(),
          new SinceBenchmark(),
          new AuthBenchmark());

  @BeforeAll
  static void start() throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    database = new BenchDatabase(SETTINGS);
  }

  @AfterAll
  static void end() throws Exception {
    database.close();
  }

  static List<Benchmark> chosen() {
    Stream<Benchmark> all = SETTINGS.million() ? Stream.of(new MillionLeanClaims()) : ALL.stream();
    return all.filter(one -> SETTINGS.only().map(one.name()::equals).orElse(true)).toList();
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void run(Benchmark benchmark) throws Exception {
    Path folder = Files.createDirectories(Path.of("target/bench").toAbsolutePath());
    Bench bench = new Bench(SETTINGS, database, folder);

    BenchReport report = benchmark.run(bench);

    String page = report.page(bench.machine());
    Path file = Files.writeString(folder.resolve(benchmark.name() + ".md"), page);
    System.out.println("\n" + page);
    bench.say("written to " + file);
    if (SETTINGS.enforce()) {
      assertThat(report.budgets()).allMatch(BenchReport.Budget::holds);
    }
  }
}
