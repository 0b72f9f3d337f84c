package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * The bare bodies of what an export brings by one {@code COPY … TO STDOUT} into a file: what
 * PostgreSQL takes to find and send them, as {@code psql} would ask it.
 */
final class CopiedOut {
  /** Whom the ACO's Group/all is about. */
  static final String PEOPLE =
      """
      SELECT DISTINCT l.patient_pid
        FROM roster_in_force f
        JOIN roster_member m ON m.roster_id = f.roster_id
        JOIN mbi_link l ON l.mbi = m.mbi AND l.to_xid IS NULL
       WHERE f.aco = 'A9990' AND f.kind = 'CURRENT' AND f.to_xid IS NULL
      """;

  private static final String BODIES =
      """
      COPY (SELECT v.res_text_vc
              FROM (%s) p
              JOIN claim_index c ON c.patient_pid = p.patient_pid
                                AND c.to_xid IS NULL AND NOT c.hidden
              JOIN hfj_res_ver v ON v.res_id = c.res_id AND v.res_ver = c.ver) TO STDOUT
      """
          .formatted(PEOPLE);

  private final Bench bench;
  private final String url;

  CopiedOut(Bench bench, String url) {
    this.bench = bench;
    this.url = url;
  }

  /**
   * Copies once.
   *
   * @param resources that there must be
   */
  Measured copy(Path file, long resources) throws IOException, SQLException {
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = own();
    long start = System.nanoTime();
    BenchSettings settings = bench.settings();
    try (Connection connection =
            DriverManager.getConnection(url, settings.user(), settings.password());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      assertThat(postgres.getCopyAPI().copyOut(BODIES, out)).isEqualTo(resources);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Measured measured =
        new Measured(
            resources,
            Files.size(file),
            time,
            own().minus(cpu),
            databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b))),
            Optional.empty());
    Files.delete(file);
    return measured;
  }

  private static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
