package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.Commands;
import io.bcda.harness.AcoClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server with the world of one ACO, and that ACO's program. */
final class ExportContestant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Pattern CLIENT =
      Pattern.compile("Client id: +(\\S+)\\s+Client secret: (\\S+)");

  private final Bench bench;
  private final LoadingContestant store;
  private final Statements statements;
  private final ClaimCopies copies;
  private final String id;
  private final String secret;

  /** Starts the server, with an empty database, and makes the ACO. */
  ExportContestant(Bench bench) throws IOException {
    this.bench = bench;
    this.store = new LoadingContestant(bench, "bench_export", "rows");
    this.statements = new Statements(store.db());
    this.copies = new ClaimCopies(store.db());
    command("aco", "create", ExportWorld.ACO, "--model", "SSP");
    Matcher made = CLIENT.matcher(command("client", "create", "--aco", ExportWorld.ACO));
    assertThat(made.find()).isTrue();
    this.id = made.group(1);
    this.secret = made.group(2);
  }

  private String command(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(store.server().settings());
    args.add("--spring.datasource.username=" + bench.settings().user());
    args.add("--spring.datasource.password=" + bench.settings().password());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = new Commands(Clock.systemUTC(), Map.of()).run(args.toArray(String[]::new), out, out);
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return said.toString(StandardCharsets.UTF_8);
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

  /** Ends the server, until the data grow. */
  void stop() {
    store.stop();
  }

  AcoClient client() {
    return AcoClient.at(store.server().url(), id, secret);
  }

  /** A finished export of Group/all. */
  record Exported(String statusUrl, JsonNode manifest, Measured measured, Optional<Long> calls) {
    /** Bytes on disk. */
    long storedBytes() {
      return sum(manifest, "/extension/gzipFileSize");
    }

    String transactionTime() {
      return manifest.get("transactionTime").asText();
    }

    private static long sum(JsonNode manifest, String pointer) {
      long sum = 0;
      for (JsonNode item : manifest.get("output")) {
        sum += item.at(pointer).asLong();
      }
      return sum;
    }
  }

  /**
   * Exports, from the kick-off to the manifest.
   *
   * @param query of the kick-off, empty or with its question mark
   */
  Exported export(String query) throws IOException {
    AcoClient client = client();
    store.server().peakHeap();
    statements.reset();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = store.server().cpu();
    long start = System.nanoTime();
    HttpResponse<String> accepted = client.kickOff("Group/all/$export" + query);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String statusUrl = accepted.headers().firstValue("Content-Location").orElseThrow();
    JsonNode manifest = manifest(client, statusUrl);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Duration used = store.server().cpu().minus(cpu);
    Optional<Duration> databaseUsed =
        databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b)));
    Optional<Long> calls = statements.calls();
    Measured measured =
        new Measured(
            Exported.sum(manifest, "/count"),
            Exported.sum(manifest, "/extension/fileSize"),
            time,
            used,
            databaseUsed,
            store.server().peakHeap());
    return new Exported(statusUrl, manifest, measured, calls);
  }

  private JsonNode manifest(AcoClient client, String statusUrl) {
    List<HttpResponse<String>> last = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              last.clear();
              last.add(client.get(statusUrl));
              return last.get(0).statusCode() != 202;
            });
    assertThat(last.get(0).statusCode()).as(last.get(0).body()).isEqualTo(200);
    return AcoClient.json(last.get(0).body());
  }

  /** Takes the files of an export away again. */
  void delete(Exported exported) {
    assertThat(client().send("DELETE", exported.statusUrl()).statusCode()).isEqualTo(202);
  }

  /** Downloads an export's files. */
  Downloads downloads(Exported exported) {
    return new Downloads(bench, store.server(), client().token(), exported);
  }

  @Override
  public void close() {
    store.close();
  }
}
