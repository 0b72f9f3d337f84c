package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A page of the job list costs the same whether ten jobs are on record or ten thousand. */
class ManyJobsIT {
  private static final int MANY = 10_000;

  /** Of these the files can still be had. */
  private static final int COMPLETED = 100;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTenThousandJobs_whenPagesAreListed_thenEachTakesThreeStatements(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    world.patient("many-" + UUID.randomUUID(), mbi);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    AcoClient client = world.client();
    String url = client.export("Patient/$export?_type=Patient").statusUrl();
    String job = url.substring(url.lastIndexOf('/') + 1);
    try {
      multiply(server, job);
      assertCost(server, world.aco(), job);
      assertPages(client);
    } finally {
      remove(server.db(), world.aco(), job);
    }
  }

  private static void assertCost(TestServer server, String aco, String newest) {
    AtomicInteger asked = new AtomicInteger();
    DataSource counted =
        ProxyDataSourceBuilder.create(server.bean(DataSource.class))
            .beforeQuery((execution, queries) -> asked.addAndGet(queries.size()))
            .build();
    JdbcTemplate db = new JdbcTemplate(counted);
    ExportFileTable files = new ExportFileTable(db);
    ExportJobStore jobs = new ExportJobStore(db, server.clock(), files);
    JobListStore lists = new JobListStore(db, server.clock(), jobs, files);

    JobsFound first = lists.list(aco, Set.of(), 0, 50);
    assertThat(asked.getAndSet(0)).isEqualTo(3);
    assertThat(first.total()).isEqualTo(MANY + 1);
    assertThat(first.page()).hasSize(50).allMatch(j -> j.files().size() == 1);
    assertThat(first.page().get(0).id()).isEqualTo(newest);

    JobsFound last = lists.list(aco, Set.of(), MANY - 10, 50);
    assertThat(asked.getAndSet(0)).isLessThanOrEqualTo(3);
    assertThat(last.page()).hasSize(11).allMatch(j -> j.state() == JobState.EXPIRED);

    assertThat(lists.list(aco, Set.of(JobState.COMPLETED), 0, 1).total()).isEqualTo(COMPLETED + 1);
    JobsFound others = lists.list(aco, Set.of(JobState.EXPIRED, JobState.FAILED), 0, 1);
    assertThat(others.total()).isEqualTo(MANY - COMPLETED);
    assertThat(lists.list(aco, Set.of(JobState.PENDING), 0, 1)).isEqualTo(JobsFound.NONE);
  }

  private static void assertPages(AcoClient client) {
    Set<String> seen = new HashSet<>();
    List<String> times = new ArrayList<>();
    String next = "/api/v2/jobs?_count=1000";
    while (next != null) {
      var answer = client.get(next, "Accept", "application/fhir+json");
      JsonNode bundle = AcoClient.json(answer.body());
      assertThat(bundle.get("total").asInt()).isEqualTo(MANY + 1);
      for (JsonNode entry : bundle.get("entry")) {
        seen.add(entry.at("/resource/id").asText());
        times.add(entry.at("/resource/authoredOn").asText());
      }
      next =
          answer
              .headers()
              .firstValue("Link")
              .map(link -> link.substring(1, link.indexOf('>')))
              .orElse(null);
    }
    assertThat(seen).hasSize(MANY + 1);
    assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  /** Copies a finished job, each copy a minute older than the one before. */
  private static void multiply(TestServer server, String job) {
    boolean h2 = server == TestServer.H2;
    String numbers = h2 ? "system_range(1, %d) t(n)" : "generate_series(1, %d) t(n)";
    String id = "'0000' || substring(CAST(%s AS VARCHAR(36)), 5)";
    Map<String, String> others =
        Map.of(
            "id",
            id.formatted(h2 ? "RANDOM_UUID()" : "gen_random_uuid()"),
            "created_at",
            "created_at - n * INTERVAL '1' MINUTE",
            "batch_instance",
            "NULL",
            "state",
            "CASE WHEN n <= " + COMPLETED + " THEN 'COMPLETED' ELSE 'EXPIRED' END");
    List<String> columns = columns(server.db(), "export_job");
    String values =
        columns.stream().map(c -> others.getOrDefault(c, c)).collect(Collectors.joining(", "));
    server
        .db()
        .update(
            "INSERT INTO export_job (%s) SELECT %s FROM export_job, %s WHERE id = ?"
                .formatted(String.join(", ", columns), values, numbers.formatted(MANY)),
            job);
    List<String> ofFile = columns(server.db(), "export_file");
    String file =
        ofFile.stream()
            .map(c -> c.equals("job_id") ? "c.id" : "f." + c)
            .collect(Collectors.joining(", "));
    server
        .db()
        .update(
            ("INSERT INTO export_file (%s) SELECT %s FROM export_file f, export_job c, export_job j"
                    + " WHERE j.id = ? AND f.job_id = j.id AND c.aco = j.aco AND c.id <> j.id"
                    + " AND c.state = 'COMPLETED'")
                .formatted(String.join(", ", ofFile), file),
            job);
  }

  private static List<String> columns(JdbcTemplate db, String table) {
    return db
        .queryForList(
            "SELECT column_name FROM information_schema.columns"
                + " WHERE lower(table_schema) = 'public' AND lower(table_name) = ?",
            String.class,
            table)
        .stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** So that no sweep of them gets into other tests. */
  private static void remove(JdbcTemplate db, String aco, String job) {
    db.update(
        "DELETE FROM export_file WHERE job_id IN (SELECT id FROM export_job WHERE aco = ? AND id <> ?)",
        aco,
        job);
    db.update("DELETE FROM export_job WHERE aco = ? AND id <> ?", aco, job);
  }
}
