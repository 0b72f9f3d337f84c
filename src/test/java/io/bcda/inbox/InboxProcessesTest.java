package io.bcda.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are processes of their own share nothing but the folder. */
class InboxProcessesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int WAVE = 50;
  @TempDir Path home;

  @Test
  void givenTwoProcessesWithOneInbox_whenFilesArrive_thenEachIsTakenOnce() throws IOException {
    Process one = node("one");
    Process other = node("other");
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(log("one")) && Files.exists(log("other")));
      int sent = 0;
      while (sent < 4 * WAVE || taken("one").isEmpty() || taken("other").isEmpty()) {
        assertThat(sent).as("one node takes all").isLessThan(100 * WAVE);
        sent = wave(sent);
      }
      assertThat(Stream.of("one", "other").flatMap(node -> taken(node).stream()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, sent).mapToObj(InboxProcessesTest::name).toList());
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
  }

  /** Sends files and waits until they are done. Returns how many were sent so far. */
  private int wave(int sent) throws IOException {
    for (int i = sent; i < sent + WAVE; i++) {
      Files.writeString(inbox().resolve(name(i)), "content " + i);
    }
    await().atMost(PATIENCE).until(() -> count(inbox().resolve("done")) == 2 * (sent + WAVE));
    return sent + WAVE;
  }

  private static String name(int number) {
    return "file" + number;
  }

  private Path inbox() {
    return home.resolve("inbox");
  }

  private Path log(String node) {
    return home.resolve(node + ".log");
  }

  private List<String> taken(String node) {
    try {
      return Files.readAllLines(log(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private Process node(String name) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Node.class.getName(),
            inbox().toString(),
            log(name).toString())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve(name + ".out").toFile())
        .start();
  }

  /** A node: notes in a log what it takes. */
  static final class Node {
    private Node() {}

    public static void main(String[] args) throws Exception {
      InboxSettings settings =
          new InboxSettings(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMinutes(1));
      FolderInbox inbox = new FolderInbox(Path.of(args[0]), Clock.systemUTC(), settings.settle());
      Path log = Files.createFile(Path.of(args[1]));
      InboxHandler handler =
          file -> {
            Files.writeString(log, file.getFileName() + "\n", StandardOpenOption.APPEND);
            inbox.done(file, "done");
          };
      new InboxWatch("node", inbox, settings, handler).start();
      new CountDownLatch(1).await();
    }
  }
}
