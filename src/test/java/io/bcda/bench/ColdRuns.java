package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.bench.ExportContestant.Exported;
import io.bcda.bench.ExportResults.What;
import io.bcda.bench.FileCache.Held;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees to it that what comes next finds the database on disk: PostgreSQL is stopped and started,
 * and its data leave the system's cache in between. The server runs on, so its code stays compiled;
 * it connects anew, and exports ten Patients of another ACO.
 */
final class ColdRuns {
  private static final String ACO = "A9991";
  private static final int MEMBERS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CACHED =
      """
      Of the database's files the system's cache held %s when the cold COPY began,
      %s when the cold export did, and %s when that had ended.
      """;

  /** A roster of people of whom the large ACO's export does not tell. */
  private static final String ROSTER =
      """
      WITH d AS (INSERT INTO delivery (name, sha256, received_at, outcome, detail, kind, aco)
                 VALUES ('bench', 'bench', now(), 'LOADED', '', 'CURRENT', '%1$s') RETURNING id),
           r AS (INSERT INTO roster (delivery_id, aco, kind, performance_year, file_time, members,
                                     loaded_at)
                 SELECT id, '%1$s', 'CURRENT', extract(year FROM now()), now(), %2$d, now() FROM d
                 RETURNING id),
           m AS (INSERT INTO roster_member (roster_id, ordinal, mbi)
                 SELECT r.id, row_number() OVER (ORDER BY o.mbi), o.mbi
                   FROM r, (SELECT min(mbi) AS mbi FROM mbi_link
                             WHERE to_xid IS NULL AND patient_pid NOT IN (%3$s)
                             GROUP BY patient_pid ORDER BY patient_pid LIMIT %2$d) o)
      INSERT INTO roster_in_force (aco, kind, roster_id, from_xid)
      SELECT '%1$s', 'CURRENT', r.id, pg_current_xact_id() FROM r
      """
          .formatted(ACO, MEMBERS, CopiedOut.PEOPLE);

  private final Bench bench;
  private final LoadingContestant store;
  private final BenchAco few;

  /** Makes the ACO of a few people; the store must be loaded. */
  ColdRuns(Bench bench, LoadingContestant store) throws IOException {
    this.bench = bench;
    this.store = store;
    this.few = new BenchAco(bench, store, ACO);
    store.db().execute(ROSTER);
  }

  /**
   * Runs the COPY and the export once each, or says why not.
   *
   * @param server with the same store, whose export brings these resources
   */
  void measure(ExportContestant server, ResourceSet all, ExportResults results) throws Exception {
    Optional<String> obstacle = begin();
    if (obstacle.isPresent()) {
      results.notMeasured(What.COLD, obstacle.get());
      return;
    }
    String beforeCopy = held();
    CopiedOut copy = new CopiedOut(bench, store.url());
    Measured copied = copy.copy(bench.folder().resolve("copied"), all.count());
    obstacle = begin();
    if (obstacle.isPresent()) {
      results.notMeasured(What.COLD, obstacle.get());
      return;
    }
    String before = held();
    Exported exported = server.export("");
    String after = held();
    assertThat(server.downloads(exported).resources()).isEqualTo(all);
    server.delete(exported);
    results.add(What.COLD_COPY, copied);
    results.add(What.COLD, exported);
    results.note(CACHED.formatted(beforeCopy, before, after));
    bench.say(
        "cold: a COPY took %.2f s, an export %.2f s"
            .formatted(copied.seconds(), exported.measured().seconds()));
  }

  /**
   * Empties the caches, and has the server export a little.
   *
   * @return why the caches cannot be emptied; empty if they were
   */
  private Optional<String> begin() throws IOException {
    Optional<String> obstacle = bench.database().chill();
    if (obstacle.isPresent()) {
      bench.say("no cold runs: " + obstacle.get());
      return obstacle;
    }
    await().atMost(PATIENCE).untilAsserted(few::client); // its connections are dead at first
    store.server().assertAlive();
    Exported little = few.export("Group/all/$export?_type=Patient"); // claims have copies
    assertThat(little.measured().resources()).isBetween(1L, (long) MEMBERS);
    few.delete(little);
    return Optional.empty();
  }

  /** How much of the database's data the system's cache holds. */
  private String held() throws IOException {
    Held held = bench.database().cache().orElseThrow().held();
    return "%s of %s MB"
        .formatted(BenchTable.number(held.megabytes()), BenchTable.number(held.of() / 1e6));
  }
}
