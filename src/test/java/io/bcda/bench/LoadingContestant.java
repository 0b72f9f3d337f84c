package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;

/** A server with an empty database that loads deliveries through its inbox, one file at a time. */
final class LoadingContestant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofHours(6);
  private static final Pattern TAKEN =
      Pattern.compile("claims file taken .*?\\bfile=(\\S+) .*\\bms=(\\d+)");

  private final Bench bench;
  private final String name;
  private final String url;
  private final String[] settings;
  private final JdbcTemplate db;
  private BenchServer server;

  /**
   * Starts the server.
   *
   * @param name of its database and folder
   * @param writer {@code rows} or {@code bundles}
   */
  LoadingContestant(Bench bench, String name, String writer) throws IOException {
    this.bench = bench;
    this.name = name;
    bench.say("starting a server that loads by " + writer);
    this.url = bench.database().fresh(name);
    this.settings = new String[] {"bcda.loading.writer=" + writer, "bcda.loading.repeat=load"};
    this.db = bench.database().at(url);
    this.server = new BenchServer(bench, bench.emptied(name), url, settings);
  }

  /** Ends the server; {@link #restart} brings one back. */
  void stop() {
    server.close();
  }

  /** Ends the server and starts it again on the same data: nothing of its code is compiled. */
  void restart() throws IOException {
    server.close();
    server = new BenchServer(bench, server.home(), url, settings);
  }

  /** URL of the database. */
  String url() {
    return url;
  }

  BenchServer server() {
    return server;
  }

  JdbcTemplate db() {
    return db;
  }

  /** What a delivery did, as the server counted it. */
  record Counts(long created, long updated, long unchanged) {
    long all() {
      return created + updated + unchanged;
    }
  }

  /** Loads a delivery, and holds it to have done just that. */
  Measured load(Delivery delivery, Counts expected) throws IOException {
    long before = stored();
    long versions = versions();
    server.peakHeap();
    Duration cpu = server.cpu();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration time = Duration.ZERO;
    for (Path file : delivery.files()) {
      deliver(file);
      awaitTaken(file);
      time = time.plus(took(file));
    }
    Measured measured =
        new Measured(
            delivery.resources(),
            delivery.bytes(),
            time,
            server.cpu().minus(cpu),
            databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b))),
            server.peakHeap());

    assertThat(counts(delivery.name())).as(delivery.name()).isEqualTo(expected);
    assertThat(stored()).isEqualTo(before + expected.created());
    assertThat(versions()).isEqualTo(versions + expected.created() + expected.updated());
    bench.say(
        "%s: %,d resources in %.1f s"
            .formatted(delivery.name(), delivery.resources(), measured.seconds()));
    return measured;
  }

  /** Puts a file into the inbox, whole at once. */
  void deliver(Path file) throws IOException {
    Path inbox = Files.createDirectories(server.home().resolve("inbox/claims"));
    Path part = inbox.resolve("." + file.getFileName() + ".part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, inbox.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until a delivered file has been loaded, and that was good. */
  void awaitTaken(Path file) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> isTaken(file.getFileName().toString()));
  }

  /** Whether a file's load has come to its end, and that was good. */
  private boolean isTaken(String file) throws IOException {
    server.assertAlive();
    if (took(file).isEmpty()) {
      return false;
    }
    String sql = "SELECT state FROM claims_load WHERE name = ? AND state <> 'RUNNING'";
    assertThat(db.queryForList(sql, String.class, file)).as(file).containsExactly("DONE");
    return true;
  }

  private Duration took(Path file) throws IOException {
    return took(file.getFileName().toString()).orElseThrow();
  }

  /** What the server says that it took, from the first look into the file to the last commit. */
  private Optional<Duration> took(String file) throws IOException {
    Matcher taken = TAKEN.matcher(Files.readString(server.log()));
    while (taken.find()) {
      if (taken.group(1).equals(file)) {
        return Optional.of(Duration.ofMillis(Long.parseLong(taken.group(2))));
      }
    }
    return Optional.empty();
  }

  private Counts counts(String delivery) {
    Map<String, Object> sums =
        db.queryForMap(
            """
            SELECT sum(created) AS created, sum(updated) AS updated, sum(unchanged) AS unchanged
              FROM claims_load WHERE name LIKE ? AND refused = 0
            """,
            delivery + "-%");
    return new Counts(
        ((Number) sums.get("created")).longValue(),
        ((Number) sums.get("updated")).longValue(),
        ((Number) sums.get("unchanged")).longValue());
  }

  /** Resources that the store holds, by HAPI's table and by the index, which must agree. */
  long stored() {
    long rows =
        db.queryForObject(
            """
            SELECT count(*) FROM hfj_resource
             WHERE res_type IN ('Patient', 'Coverage', 'ExplanationOfBenefit')
               AND res_deleted_at IS NULL
            """,
            Long.class);
    String indexed = "SELECT count(*) FROM claim_index WHERE to_xid IS NULL";
    assertThat(db.queryForObject(indexed, Long.class)).as("claim_index").isEqualTo(rows);
    return rows;
  }

  private long versions() {
    String sql =
        """
        SELECT count(*) FROM hfj_res_ver
         WHERE res_type IN ('Patient', 'Coverage', 'ExplanationOfBenefit')
        """;
    return db.queryForObject(sql, Long.class);
  }

  @Override
  public void close() {
    server.close();
    bench.database().drop(name);
  }
}
