package io.bcda.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server with the world of one ACO, and that ACO's program. */
final class ExportContestant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private final Bench bench;
  private final LoadingContestant store;
  private final ClaimCopies copies;
  private final BenchAco aco;

  /** Starts the server, with an empty database, and makes the ACO. */
  ExportContestant(Bench bench) throws IOException {
    this.bench = bench;
    this.store = new LoadingContestant(bench, "bench_export", "rows");
    this.copies = new ClaimCopies(store.db());
    this.aco = new BenchAco(bench, store, ExportWorld.ACO);
  }

  String database() {
    return store.url();
  }

  /** Loads rosters and claims, and awaits that both are in. */
  void load(List<Path> rosters, Delivery claims) throws IOException {
    Path inbox = store.server().home().resolve("inbox/attribution");
    for (Path roster : rosters) {
      Files.copy(roster, inbox.resolve(roster.getFileName()));
      Path done = inbox.resolve("done").resolve(roster.getFileName());
      await().atMost(PATIENCE).until(() -> Files.exists(done));
    }
    long start = System.nanoTime();
    for (Path file : claims.files()) {
      store.deliver(file);
      store.awaitTaken(file);
    }
    bench.say(
        "loaded %,d resources in %.0f s"
            .formatted(claims.resources(), (System.nanoTime() - start) / 1e9));
  }

  /** Sees to it that each claim has so many copies; then starts the server again. */
  void grow(int each) throws IOException {
    copies.make(each);
    store.db().execute("VACUUM (ANALYZE)"); // as autovacuum does in time: not in a measured minute
    store.db().execute("CHECKPOINT");
    store.restart();
  }

  /** Cold runs on what is loaded; to be made once. */
  ColdRuns coldRuns() throws IOException {
    return new ColdRuns(bench, store);
  }

  /** Ends the server, until the data grow. */
  void stop() {
    store.stop();
  }

  /** A finished export. */
  record Exported(String statusUrl, JsonNode manifest, Measured measured, Optional<Long> calls) {
    /** Bytes on disk. */
    long storedBytes() {
      return sum(manifest, "/extension/gzipFileSize");
    }

    String transactionTime() {
      return manifest.get("transactionTime").asText();
    }

    static long sum(JsonNode manifest, String pointer) {
      long sum = 0;
      for (JsonNode item : manifest.get("output")) {
        sum += item.at(pointer).asLong();
      }
      return sum;
    }
  }

  /**
   * Exports Group/all, from the kick-off to the manifest.
   *
   * @param query of the kick-off, empty or with its question mark
   */
  Exported export(String query) throws IOException {
    return aco.export("Group/all/$export" + query);
  }

  /** The ACO's program. */
  AcoClient client() {
    return aco.client();
  }

  /** Takes the files of an export away again. */
  void delete(Exported exported) {
    aco.delete(exported);
  }

  /** Downloads an export's files. */
  Downloads downloads(Exported exported) {
    return new Downloads(bench, store.server(), aco.client().token(), exported);
  }

  @Override
  public void close() {
    store.close();
  }
}
