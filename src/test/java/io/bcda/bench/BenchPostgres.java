package io.bcda.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** An embedded PostgreSQL that can be stopped and started again on the same data and port. */
final class BenchPostgres implements AutoCloseable {
  private final Map<String, String> settings;
  private final Path folder;
  private EmbeddedPostgres running;

  /** Starts it, with an empty folder. */
  BenchPostgres(Map<String, String> settings) throws IOException {
    this.settings = settings;
    this.folder = Files.createTempDirectory("bcda-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(this::end)); // whoever stops a run half-way
    start(0);
  }

  /**
   * Starts it.
   *
   * @param port 0 for any free one
   */
  private void start(int port) throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    settings.forEach(builder::setServerConfig);
    running =
        builder
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .start();
  }

  String url() {
    return running.getJdbcUrl("postgres", "postgres");
  }

  /** The system's cache of its data. */
  FileCache cache() {
    return new FileCache(folder);
  }

  /**
   * Stops it and starts it again, so that its own buffers are empty, and in between empties the
   * system's cache of its data.
   *
   * @return why the system's cache may not be empty; empty if it is
   */
  synchronized Optional<String> chill() throws IOException {
    int port = running.getPort();
    stop();
    Optional<String> obstacle = cache().drop();
    start(port);
    return obstacle;
  }

  private void stop() throws IOException {
    Process process = running.getProcess();
    running.close();
    process.onExit().join(); // the library waits for a few seconds only
  }

  /** Stops it and deletes its data. */
  @Override
  public synchronized void close() throws IOException {
    if (Files.exists(folder)) {
      stop();
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private void end() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
