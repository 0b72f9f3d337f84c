package io.bcda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.admin.Commands;
import io.bcda.harness.AcoClient;
import io.bcda.harness.Expected;
import io.bcda.harness.ServerProcess;
import io.bcda.harness.TestServer;
import io.bcda.sandbox.GenerateCommand;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The server as a process of its own on PostgreSQL, killed as {@code kill -9} does: in the middle
 * of a load, and in the middle of exports. No roster, claim or finished job is lost, and every
 * accepted job ends with the right answer.
 */
class KillChaosIT {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final Pattern CLIENT =
      Pattern.compile("Client id: +(\\S+)\\s+Client secret: (\\S+)");
  private static final String ACO = "A9990";

  @TempDir Path folder;
  private ServerProcess server;
  private String database;

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void givenAServerKilledAtBadMoments_whenStartedAgain_thenNothingIsLost() throws Exception {
    Path world = folder.resolve("world");
    generate(world);
    configure();
    start();
    for (String aco : List.of(ACO, "A9991", "A9992")) {
      command("aco", "create", aco, "--model", "SSP");
    }
    Matcher credentials = CLIENT.matcher(command("client", "create", "--aco", ACO));
    assertThat(credentials.find()).isTrue();

    deliver(world);
    await().atMost(PATIENCE).until(() -> rows() > 300);
    server.kill();
    start();
    await().atMost(PATIENCE).until(() -> loaded(world));

    AcoClient client = AcoClient.at(server.url(), credentials.group(1), credentials.group(2));
    AcoClient.Export finished = client.export("Patient/$export");
    Expected.of(world, "stage-1", ACO, "patient.json").assertIs(finished);

    Random random = new Random(20261123);
    for (int round = 0; round < 2; round++) {
      Map<String, String> accepted = new LinkedHashMap<>();
      for (String level : List.of("all", "new", "runout")) {
        accepted.put(level, accepted(client, "Group/" + level + "/$export"));
      }
      Executor later =
          CompletableFuture.delayedExecutor(random.nextInt(1200), TimeUnit.MILLISECONDS);
      CompletableFuture.runAsync(() -> {}, later).join();
      server.kill();
      start();
      client = AcoClient.at(server.url(), credentials.group(1), credentials.group(2));
      for (Map.Entry<String, String> job : accepted.entrySet()) {
        Expected.of(world, "stage-1", ACO, "group-" + job.getKey() + ".json")
            .assertIs(client.await(job.getValue()));
      }
      Expected.of(world, "stage-1", ACO, "patient.json")
          .assertIs(client.await(finished.statusUrl()));
    }
  }

  private static String accepted(AcoClient client, String path) {
    HttpResponse<String> answer = client.kickOff(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer.headers().firstValue("Content-Location").orElseThrow();
  }

  private static void generate(Path world) {
    String[] args = {"generate", "--out", world.toString(), "--people", "30", "--seed", "5"};
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
  }

  private void configure() throws IOException {
    TestServer.POSTGRESQL.db().execute("DROP DATABASE IF EXISTS chaos");
    TestServer.POSTGRESQL.db().execute("CREATE DATABASE chaos");
    String shared =
        TestServer.POSTGRESQL.context().getEnvironment().getProperty("spring.datasource.url");
    database = shared.replace("/postgres?", "/chaos?");
    server =
        new ServerProcess(
            folder.resolve("home"),
            List.of(
                "spring.datasource.url=" + database,
                "spring.datasource.username=postgres",
                "bcda.cluster.lease=5s",
                "bcda.inbox.lease=5s",
                "bcda.jobs.sweep=2s"));
  }

  private String command(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(server.settings());
    int code =
        new Commands(Clock.systemUTC(), Map.of()).run(args.toArray(String[]::new), print, print);
    assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private void start() throws IOException {
    server.start(Map.of(), "-Xmx512m");
  }

  private void deliver(Path world) throws IOException {
    for (String kind : List.of("attribution", "claims")) {
      for (Path file : files(world.resolve("stage-1").resolve(kind))) {
        Files.copy(file, folder.resolve("home/inbox").resolve(kind).resolve(file.getFileName()));
      }
    }
  }

  private int rows() {
    String sql = "SELECT count(*) FROM claim_index";
    return database().queryForObject(sql, Integer.class);
  }

  private JdbcTemplate database() {
    return new JdbcTemplate(new DriverManagerDataSource(database, "postgres", "postgres"));
  }

  private boolean loaded(Path world) throws IOException {
    for (String kind : List.of("attribution", "claims")) {
      Path done = folder.resolve("home/inbox").resolve(kind).resolve("done");
      for (Path file : files(world.resolve("stage-1").resolve(kind))) {
        if (!Files.exists(done.resolve(file.getFileName()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
