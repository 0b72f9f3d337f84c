package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.BcdaServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The server under test: a process of its own with a bounded heap, as an operator starts it. */
final class BenchServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

  private final Path home;
  private final Process process;
  private final String address;
  private int gcRead;

  /**
   * Starts it and waits until it answers.
   *
   * @param home an empty or absent folder
   * @param database URL
   * @param settings more of them, as {@code key=value}
   */
  BenchServer(Bench bench, Path home, String database, String... settings) throws IOException {
    this.home = home;
    int port = freePort();
    this.address = "http://localhost:" + port;
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(
        List.of(
            "-Xmx" + bench.settings().heap() + "m",
            "-Xlog:gc:file=" + gcLog() + "::filecount=0",
            "-cp",
            System.getProperty("java.class.path"),
            BcdaServer.class.getName(),
            "--spring.datasource.url=" + database,
            "--bcda.home=" + home,
            "--server.port=" + port,
            "--management.server.port=" + freePort(),
            "--bcda.public-url=http://localhost:8080",
            "--bcda.auth.key-encryption-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            "--bcda.inbox.settle=100ms",
            "--bcda.inbox.poll=100ms"));
    List.of(settings).forEach(setting -> line.add("--" + setting));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().putAll(bench.database().credentials());
    this.process = builder.start();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(this::answers);
  }

  Path home() {
    return home;
  }

  Path log() {
    return home.resolve("server.log");
  }

  private Path gcLog() {
    return home.resolve("gc.log");
  }

  /** Processor time used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
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
    assertThat(process.isAlive()).as("the server ended; see " + log()).isTrue();
  }

  private boolean answers() throws InterruptedException {
    assertAlive();
    try {
      HttpRequest ask = HttpRequest.newBuilder(URI.create(address + "/_health")).build();
      return HttpClient.newHttpClient()
              .send(ask, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
