package io.bcda.bench;

import io.bcda.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A server: a process of its own with a bounded heap, as an operator starts it. */
final class BenchServer implements AutoCloseable {
  /** Of HAPI's own server, in MB: its export holds several copies of each of its files. */
  static final int STOCK_HEAP = 3072;

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

  private final Path home;
  private final ServerProcess process;
  private int gcRead;

  /**
   * Starts the server under test and waits until it answers.
   *
   * @param home an empty or absent folder, or that of a server that has ended
   * @param database URL
   * @param settings more of them, as {@code key=value}
   */
  BenchServer(Bench bench, Path home, String database, String... settings) throws IOException {
    this(home, new ServerProcess(home, with(database, settings)));
    start(bench, bench.settings().heap());
  }

  private BenchServer(Path home, ServerProcess process) {
    this.home = home;
    this.process = process;
  }

  /** Starts HAPI's own server and waits until it answers. */
  static BenchServer stock(Bench bench, Path home, String database) throws IOException {
    String ready = StockHapi.BASE + "/metadata";
    BenchServer server =
        new BenchServer(home, ServerProcess.of(StockHapi.class, ready, home, with(database)));
    server.start(bench, STOCK_HEAP);
    return server;
  }

  private static List<String> with(String database, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("spring.datasource.url=" + database);
    return all;
  }

  private void start(Bench bench, int heap) throws IOException {
    process.start(
        bench.database().credentials(),
        "-Xmx" + heap + "m",
        "-Xlog:gc:file=" + gcLog() + "::filecount=0");
  }

  /** Where it answers, without a slash at the end. */
  String url() {
    return process.url();
  }

  /** All settings, as arguments; for commands that work on the same server. */
  List<String> settings() {
    return process.settings();
  }

  Path home() {
    return home;
  }

  Path log() {
    return process.log();
  }

  private Path gcLog() {
    return home.resolve("gc.log");
  }

  /** Processor time used so far. */
  Duration cpu() {
    return process.cpu();
  }

  /**
   * The most heap that was in use, in MB, since this was last asked; empty if none was collected.
   */
  Optional<Integer> peakHeap() throws IOException {
    String text = Files.readString(gcLog());
    Optional<Integer> peak =
        COLLECTION
            .matcher(text.substring(gcRead))
            .results()
            .map((MatchResult found) -> Integer.valueOf(found.group(1)))
            .max(Integer::compare);
    gcRead = text.length();
    return peak;
  }

  void assertAlive() {
    process.assertAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
