package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.harness.TestServer;
import io.bcda.sandbox.GenerateCommand;
import io.bcda.store.ResourceKind;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The loader as a process of its own on PostgreSQL, killed as {@code kill -9} does at random
 * moments of a load, and started again until it comes to its end: then the tables hold what they
 * hold after a load that nobody disturbed. Every other start loads by batches that are each
 * committed, the others each file in one transaction. {@code -Dbcda.test.kills=20} kills more often
 * than the build does.
 */
class LoadKillChaosIT {
  private static final Logger log = LoggerFactory.getLogger(LoadKillChaosIT.class);
  private static final int KILLS = Integer.getInteger("bcda.test.kills", 2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern CLAIM =
      Pattern.compile("\"resourceType\":\"ExplanationOfBenefit\",\"id\":\"([^\"]+)\"");

  @TempDir Path folder;
  private final Random random = new Random(20261123);
  private final List<Path> deliveries = new ArrayList<>();
  private Process process;
  private int starts;
  private Path told;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
    TestServer.POSTGRESQL.db().execute("DROP DATABASE IF EXISTS calm WITH (FORCE)");
    TestServer.POSTGRESQL.db().execute("DROP DATABASE IF EXISTS disturbed WITH (FORCE)");
  }

  @Test
  void givenALoaderKilledAtRandomMoments_whenItComesToItsEnd_thenTheContentIsThatOfACalmLoad()
      throws Exception {
    told = folder.resolve("told.txt");
    deliver();
    JdbcTemplate calm = database("calm");
    long began = start("calm");
    assertThat(process.waitFor()).as(told.toString()).isZero();
    int span = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Map<String, List<String>> expected = content(calm);
    assertThat(expected.get("claim_index")).hasSizeGreaterThan(3000);

    int kills = 0;
    int rounds = 0;
    while (kills < KILLS) {
      rounds++;
      JdbcTemplate disturbed = database("disturbed");
      int code;
      do {
        start("disturbed");
        boolean last = kills == KILLS;
        code = last ? process.waitFor() : killAfter(random.nextInt(span));
        kills += code != 0 && isUnderWay(disturbed) ? 1 : 0;
      } while (code != 0);
      assertSame(content(disturbed), expected);
    }
    log.atInfo()
        .addKeyValue("kills", kills)
        .addKeyValue("rounds", rounds)
        .addKeyValue("starts", starts)
        .addKeyValue("undisturbedMs", span)
        .log("loads killed");
  }

  /** Exit code of the process, which is 0 if it was quicker. */
  private int killAfter(int millis) throws InterruptedException {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    int code = process.waitFor();
    assertThat(code).as(told.toString()).isIn(0, 137);
    return code;
  }

  /** Whether a file was being loaded: a kill between two files is none. */
  private static boolean isUnderWay(JdbcTemplate db) {
    String running = "SELECT count(*) FROM claims_load WHERE state = 'RUNNING'";
    return db.queryForObject(running, Integer.class) > 0;
  }

  private static void assertSame(
      Map<String, List<String>> found, Map<String, List<String>> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (table, rows) -> {
          Set<String> missing = new TreeSet<>(expected.get(table));
          rows.forEach(missing::remove);
          assertThat(missing).as("missing in " + table).isEmpty();
          assertThat(rows).as("rows in " + table).hasSameSizeAs(expected.get(table));
        });
  }

  /** Two stages of a world, the second with corrections, and a file that takes claims away. */
  private void deliver() throws IOException {
    Path world = folder.resolve("world");
    String[] args = {
      "--out", world.toString(), "--people", "60", "--claims", "lean", "--as-of", "2026-11-23"
    };
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
    deliveries.add(world.resolve("stage-1/claims"));
    deliveries.add(world.resolve("stage-2/claims"));
    deliveries.add(Files.createDirectory(folder.resolve("gone")));
    List<String> gone = new ArrayList<>();
    for (String id : claims(deliveries.get(0)).stream().limit(200).toList()) {
      gone.add(TestLines.deletes(List.of("ExplanationOfBenefit/" + id)));
    }
    TestLoads.write(folder.resolve("gone"), "gone.ndjson", gone);
  }

  private static List<String> claims(Path folder) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher claim = CLAIM.matcher(line);
            if (claim.find()) {
              ids.add(claim.group(1));
            }
          }
        }
      }
    }
    return ids;
  }

  /** Starts the loader and waits until it begins; returns when that was, in nanoseconds. */
  private long start(String database) throws IOException {
    starts++;
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(LoaderProcess.class.getName());
    deliveries.forEach(each -> line.add(each.toString()));
    line.add("--spring.datasource.url=" + url(database));
    line.add("--spring.datasource.username=postgres");
    line.add("--bcda.home=" + folder.resolve("home"));
    line.add("--bcda.public-url=http://localhost:8080");
    line.add("--bcda.loading.bundle-size=50");
    line.add("--bcda.loading.visible-at-once=" + (starts % 2 == 0 ? 0 : 100_000));
    process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(this::hasBegun);
    return System.nanoTime();
  }

  private boolean hasBegun() throws IOException {
    boolean begun = Files.readString(told).contains(LoaderProcess.BEGINS);
    assertThat(begun || process.isAlive()).as(Files.readString(told)).isTrue();
    return begun;
  }

  /** An empty database; its name is free again when the last loader is dead. */
  private static JdbcTemplate database(String name) {
    TestServer.POSTGRESQL.db().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    TestServer.POSTGRESQL.db().execute("CREATE DATABASE " + name);
    return new JdbcTemplate(new DriverManagerDataSource(url(name), "postgres", "postgres"));
  }

  private static String url(String name) {
    String shared =
        TestServer.POSTGRESQL.context().getEnvironment().getProperty("spring.datasource.url");
    return shared.replace("/postgres?", "/" + name + "?");
  }

  /** The tables' rows, one text each, without what may differ: row ids, times, numbers of types. */
  private static Map<String, List<String>> content(JdbcTemplate db) {
    Map<String, List<Map<String, Object>>> tables = StoreRows.read(db, "");
    Set<Object> own = new HashSet<>();
    tables.get("hfj_resource").stream()
        .filter(row -> ResourceKind.ofFhirType((String) row.get("res_type")).isPresent())
        .forEach(row -> own.add(row.get("fhir_id")));
    Map<String, List<String>> content = new TreeMap<>();
    tables.forEach(
        (table, rows) -> {
          rows.removeIf(row -> !own.contains(row.get("fhir_id")));
          rows.forEach(row -> row.keySet().removeIf(column -> column.endsWith("_type_id")));
          content.put(table, rows.stream().map(Map::toString).sorted().toList());
        });
    return content;
  }
}
