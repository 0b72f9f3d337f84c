package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.BcdaServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The server as a process of its own on loopback, as an operator starts it; may be killed and
 * started again on the same ports.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Class<?> program;
  private final String ready;
  private final Path home;
  private final List<String> settings = new ArrayList<>();
  private final String url;
  private Process process;

  /**
   * Not yet started.
   *
   * @param home made if it is absent; {@code server.log} in it gets what the process says
   * @param own settings, as {@code key=value}
   */
  public ServerProcess(Path home, List<String> own) throws IOException {
    this(BcdaServer.class, "/_health", home);
    settings.addAll(
        List.of(
            "--bcda.home=" + home,
            "--management.server.port=" + freePort(),
            "--bcda.public-url=http://localhost:8080",
            "--bcda.auth.key-encryption-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            "--bcda.inbox.settle=100ms",
            "--bcda.inbox.poll=100ms"));
    own.forEach(setting -> settings.add("--" + setting));
  }

  private ServerProcess(Class<?> program, String ready, Path home) throws IOException {
    this.program = program;
    this.ready = ready;
    this.home = Files.createDirectories(home);
    int port = freePort();
    this.url = "http://localhost:" + port;
    settings.add("--server.port=" + port);
  }

  /**
   * Another program, not yet started.
   *
   * @param program has a {@code main} that takes Spring Boot's settings
   * @param ready the path that answers 200 when it has started
   * @param home made if it is absent; {@code server.log} in it gets what the process says
   * @param own settings, as {@code key=value}
   */
  public static ServerProcess of(Class<?> program, String ready, Path home, List<String> own)
      throws IOException {
    ServerProcess process = new ServerProcess(program, ready, home);
    own.forEach(setting -> process.settings.add("--" + setting));
    return process;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param environment more variables
   * @param options of the virtual machine
   */
  public void start(Map<String, String> environment, String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of(options));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    line.addAll(settings);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(this::answers);
  }

  /** As {@code kill -9}; returns when it is dead. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** All settings, as arguments; for commands that work on the same server. */
  public List<String> settings() {
    return List.copyOf(settings);
  }

  public String url() {
    return url;
  }

  public Path log() {
    return home.resolve("server.log");
  }

  /** Processor time used so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public void assertAlive() {
    assertThat(process.isAlive()).as(() -> "the server ended: " + lastWords()).isTrue();
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "no log in " + log();
    }
  }

  private boolean answers() throws InterruptedException {
    assertAlive();
    try {
      HttpRequest ask = HttpRequest.newBuilder(URI.create(url + ready)).build();
      return HttpClient.newHttpClient()
              .send(ask, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Below those that systems give to connections: while a server is down, one of thousands that
   * other tests open would take its port, and it could not start again.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken; another
      }
    }
  }

  /** Stops it, gently at first. Does nothing if it was never started. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
      process.destroyForcibly().onExit().join();
    }
  }
}
