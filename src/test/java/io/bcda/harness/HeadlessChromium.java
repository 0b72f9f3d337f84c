package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Chromium without a window, with a page open, driven by the DevTools protocol over a WebSocket.
 * Its profile is a new folder; it reaches no host but localhost.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
public final class HeadlessChromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox", // root has none
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-breakpad",
          "--disable-quic",
          "--disable-sync",
          "--disable-extensions",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--no-proxy-server",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
          "--remote-debugging-port=0");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path profile;
  private final Process process;

  private HeadlessChromium(Path profile, Process process) {
    this.profile = profile;
    this.process = process;
  }

  /** Opens a page; returns when it is loaded. */
  public static HeadlessChromium open(String url) throws IOException {
    Program program = Program.assumed("chromium", "chromium-browser", "google-chrome");
    Path profile = Files.createTempDirectory("chromium");
    String[] words =
        Stream.concat(OPTIONS.stream(), Stream.of("--user-data-dir=" + profile, url))
            .toArray(String[]::new);
    Path said = profile.resolve("said.txt");
    Process process = program.start(ProcessBuilder.Redirect.to(said.toFile()), words);
    HeadlessChromium browser = new HeadlessChromium(profile, process);
    try {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> browser.shows(url));
    } catch (RuntimeException e) {
      String why = Files.readString(said);
      browser.close();
      throw new AssertionError(why, e);
    }
    return browser;
  }

  private boolean shows(String url) throws Exception {
    return evaluate("location.href + ' ' + document.readyState").equals(url + " complete");
  }

  /** What a JavaScript expression is worth in the page, a promise when it is kept. */
  public String evaluate(String expression) throws Exception {
    ObjectNode command = JsonNodeFactory.instance.objectNode();
    command.put("id", 1).put("method", "Runtime.evaluate");
    command
        .putObject("params")
        .put("expression", expression)
        .put("awaitPromise", true)
        .put("returnByValue", true);
    Reply reply = new Reply();
    WebSocket socket =
        http.newWebSocketBuilder().buildAsync(page(), reply).get(30, TimeUnit.SECONDS);
    try {
      socket.sendText(command.toString(), true);
      JsonNode said = AcoClient.json(reply.whole.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertThat(said.at("/result/exceptionDetails").isMissingNode()).as("" + said).isTrue();
      return said.at("/result/result/value").asText();
    } finally {
      socket.abort();
    }
  }

  /** The port is one that was free: the browser writes it into its profile. */
  private URI page() throws IOException {
    String port = Files.readAllLines(profile.resolve("DevToolsActivePort")).get(0);
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    for (JsonNode target : AcoClient.json(AcoClient.send(http, list).body())) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("no page yet");
  }

  /** One message, which may come in parts. */
  private static final class Reply implements WebSocket.Listener {
    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        whole.complete(parts.toString());
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      whole.completeExceptionally(new IOException("closed: " + code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      whole.completeExceptionally(error);
    }
  }

  /** Ends the browser and all its processes, and removes its profile. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              FileSystemUtils.deleteRecursively(profile);
              return Files.notExists(profile);
            });
  }
}
