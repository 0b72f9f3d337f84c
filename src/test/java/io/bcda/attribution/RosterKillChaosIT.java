package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.BcdaServer;
import io.bcda.admin.Commands;
import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Imports of a roster that are killed ({@code kill -9}) at random moments leave the former roster
 * in force, and can be repeated. More often by hand: {@code -Dbcda.test.kills=20}.
 */
class RosterKillChaosIT {
  private static final int KILLS = Integer.getInteger("bcda.test.kills", 2);
  private static final int BEFORE = 1_000;
  private static final int AFTER = 300_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration AT_ONCE = Duration.ofMillis(5);

  /** Milliseconds that each part of an import takes, about. */
  private static final int COPY = 2_000;

  private static final int AFTER_COPY = 500;
  @TempDir Path folder;
  private String url;
  private JdbcTemplate db;

  @BeforeEach
  void database() {
    TestServer.POSTGRESQL.db().execute("DROP DATABASE IF EXISTS roster_kills");
    TestServer.POSTGRESQL.db().execute("CREATE DATABASE roster_kills");
    url =
        TestServer.POSTGRESQL
            .context()
            .getEnvironment()
            .getProperty("spring.datasource.url")
            .replace("/postgres?", "/roster_kills?");
    db = new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""));
  }

  @Test
  void givenImportsKilledAtRandomMoments_whenRepeated_thenTheFormerRosterHoldsUntilOneIsWhole()
      throws Exception {
    assertThat(command("aco", "create", "A0001", "--model", "SSP")).contains("is registered");
    Path former = archive(BEFORE, Duration.ofDays(2));
    assertThat(command("delivery", "add", former.toString())).contains("1000 members, in force");
    Path next = archive(AFTER, Duration.ofDays(1));
    Random random = new Random(20261124);
    int kills = 0;
    while (kills < KILLS) {
      Process running = importing(next);
      awaitMoment(kills, running, random);
      if (!running.isAlive()) {
        break; // it was quicker
      }
      running.destroyForcibly().waitFor();
      kills++;
      await().atMost(PATIENCE).until(() -> transactions() == 0);
      assertThat(inForce()).isIn(BEFORE, AFTER);
      assertThat(stored()).isEqualTo(inForce() == BEFORE ? BEFORE : BEFORE + AFTER);
    }
    assertThat(kills).isPositive();
    assertThat(command("delivery", "add", next.toString()))
        .containsAnyOf("outcome: loaded", "outcome: known");
    assertThat(inForce()).isEqualTo(AFTER);
    assertThat(stored()).isEqualTo(BEFORE + AFTER);
    assertThat(db.queryForObject("SELECT count(*) FROM roster", Integer.class)).isEqualTo(2);
  }

  /** Members of the roster in force, counted one by one. */
  private int inForce() {
    return db.queryForObject(
        "SELECT count(*) FROM roster_member m JOIN roster_in_force f ON f.roster_id = m.roster_id"
            + " WHERE f.to_xid IS NULL",
        Integer.class);
  }

  private int stored() {
    return db.queryForObject("SELECT count(*) FROM roster_member", Integer.class);
  }

  /** In turn while members are written, and between that and the end. */
  private void awaitMoment(int kills, Process running, Random random) {
    await().atMost(PATIENCE).until(() -> copies() > 0 || !running.isAlive());
    if (kills % 2 == 1) {
      await().atMost(PATIENCE).pollInterval(AT_ONCE).until(() -> copies() == 0);
      pause(random.nextInt(AFTER_COPY));
    } else {
      pause(random.nextInt(COPY));
    }
  }

  /** Connections that write members just now. */
  private int copies() {
    return connections("state = 'active' AND query LIKE 'COPY roster_member%'");
  }

  private int transactions() {
    return connections("xact_start IS NOT NULL");
  }

  private static int connections(String that) {
    return TestServer.POSTGRESQL
        .db()
        .queryForObject(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = 'roster_kills' AND " + that,
            Integer.class);
  }

  private static void pause(int millis) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
        .join();
  }

  private Path archive(int members, Duration age) throws IOException {
    LocalDateTime time = LocalDateTime.now(ZoneOffset.UTC).minus(age);
    return TestArchive.archive()
        .members(TestArchive.mbis(1, members))
        .year(LocalDateTime.now(ZoneOffset.UTC).getYear() % 100)
        .time(DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'").format(time))
        .in(folder);
  }

  private Process importing(Path file) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), BcdaServer.class.getName()));
    line.addAll(arguments("delivery", "add", file.toString()));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("import.log").toFile())
        .start();
  }

  private List<String> arguments(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.add("--spring.datasource.url=" + url);
    arguments.add("--spring.datasource.username=postgres");
    arguments.add("--bcda.home=" + folder.resolve("home"));
    arguments.add("--bcda.public-url=http://localhost:8080");
    return arguments;
  }

  private String command(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Commands(Clock.systemUTC(), Map.of())
        .run(arguments(words).toArray(String[]::new), print, print);
    return out.toString(StandardCharsets.UTF_8);
  }
}
