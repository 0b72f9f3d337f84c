package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The bare bodies by COPY into one plain table: what PostgreSQL takes for the text alone, from one
 * connection, without a key, an index or a look at what is in it.
 */
final class CopiedBodies {
  private static final int CHUNK = 1 << 16;

  private final Bench bench;

  CopiedBodies(Bench bench) {
    this.bench = bench;
  }

  Measured load(Delivery delivery) throws IOException, SQLException {
    String url = bench.database().fresh("bench_copy");
    BenchSettings settings = bench.settings();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = own();
    long start = System.nanoTime();
    try (Connection connection =
        DriverManager.getConnection(url, settings.user(), settings.password())) {
      connection.createStatement().execute("CREATE TABLE body (body text)");
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY body FROM STDIN");
      Chunk chunk = new Chunk(copy);
      for (Path file : delivery.files()) {
        NdjsonGzip.lines(file, chunk::add);
      }
      chunk.send();
      assertThat(copy.endCopy()).isEqualTo(delivery.resources());
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Measured measured =
        new Measured(
            delivery.resources(),
            delivery.bytes(),
            time,
            own().minus(cpu),
            databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b))),
            Optional.empty());
    bench.database().drop("bench_copy");
    return measured;
  }

  private static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Rows that are sent together. */
  private static final class Chunk {
    private final CopyIn copy;
    private final StringBuilder rows = new StringBuilder(2 * CHUNK);

    Chunk(CopyIn copy) {
      this.copy = copy;
    }

    void add(String line) {
      rows.append(line.indexOf('\\') < 0 ? line : line.replace("\\", "\\\\")).append('\n');
      if (rows.length() >= CHUNK) {
        send();
      }
    }

    void send() {
      byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
      try {
        copy.writeToCopy(bytes, 0, bytes.length);
      } catch (SQLException e) {
        throw new IllegalStateException("COPY broke off", e);
      }
      rows.setLength(0);
    }
  }
}
