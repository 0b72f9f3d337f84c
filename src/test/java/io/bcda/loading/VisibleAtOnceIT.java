package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A file that is not too large comes to be seen at one moment, deletes and all, or not at all. */
class VisibleAtOnceIT {
  private static final String MBI = "1S00E00AA01";

  private static final String ROWS_READ =
      "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables WHERE relname IN ('hfj_resource', 'claim_index')";

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenALoadUnderWay_whenLookedAt_thenNothingOfItIsSeen(TestServer server) throws IOException {
    List<String> lines = claims(900);
    Path file = TestLoads.write(folder, "large.ndjson", lines);
    List<Integer> seen = new ArrayList<>();
    LoadReport report =
        load(
            server,
            file,
            "e800-",
            n -> seen.add(CompletableFuture.supplyAsync(() -> rows(server)).join()));
    assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
    assertThat(seen).containsExactly(0);
    assertThat(rows(server)).isEqualTo(901);
    assertThat(TestLoads.claimsOf(server, person)).isEqualTo(900);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenABatchThatFails_whenItsHalvesAreTried_thenOnlyTheBadLineIsMissing(TestServer server)
      throws IOException {
    Path file = TestLoads.write(folder, "poison.ndjson", claims(500));
    LoadReport report =
        load(
            server,
            file,
            "e250-",
            n -> {
              throw new InternalErrorException("poison");
            });
    assertThat(report.counts()).isEqualTo(new LoadCounts(501, 500, 0, 0, 1));
    assertThat(rows(server)).isEqualTo(500);
    assertThat(stored(server)).isEqualTo(500);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherWriterWhoDoesNotLetGo_whenLoaded_thenTheWholeFileIsTriedAgain(TestServer server)
      throws IOException {
    Path file = TestLoads.write(folder, "contested.ndjson", claims(300));
    LoadReport report =
        load(
            server,
            file,
            "e100-",
            n -> {
              throw new OptimisticLockingFailureException("quicker");
            });
    assertThat(report.state().shouldRetry()).isTrue();
    assertThat(report.counts().done()).isZero();
    assertThat(stored(server)).isZero();
    assertThat(TestLoads.load(server, file).counts().created()).isEqualTo(301);
  }

  /** A file of 100,000 large claims goes through one transaction, and not into the heap. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATransactionUnderWay_whenClaimsAreWritten_thenItKeepsNoneOfThem(TestServer server) {
    try (SharedTransaction all =
        new SharedTransaction(
            server.bean(RowWriter.class), server.bean(JdbcTransactionManager.class))) {
      WeakReference<Object> claim = written(server, all);
      await()
          .atMost(Duration.ofMinutes(1)) // a collection takes its time on a busy machine
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(claim.get()).isNull();
              });
    }
  }

  /** Its rows are in no statistics yet; a plan made from those would read all of them each time. */
  @Test
  void givenATransactionUnderWay_whenBatchesAreWritten_thenNoneReadsAWholeTable() {
    TestServer server = TestServer.POSTGRESQL;
    List<Admitted> claims = new ArrayList<>();
    ResourceGate gate = new ResourceGate(server.bean(FhirContext.class), false);
    for (int i = 0; i < 1000; i++) {
      claims.add(gate.admit(TestLines.line(TestLines.claim("e" + i + "-" + person, person))));
    }
    JdbcTransactionManager transactions = server.bean(JdbcTransactionManager.class);
    Long read =
        new TransactionTemplate(transactions)
            .execute(
                status -> {
                  status.setRollbackOnly();
                  // What the session did shortly before may still be counted in.
                  long before = server.db().queryForObject(ROWS_READ, Long.class);
                  server.db().execute("ANALYZE hfj_resource");
                  for (int from = 0; from < claims.size(); from += 100) {
                    server.bean(RowWriter.class).write(claims.subList(from, from + 100));
                  }
                  return server.db().queryForObject(ROWS_READ, Long.class) - before;
                });
    assertThat(read).isZero();
  }

  private WeakReference<Object> written(TestServer server, StoreWriter writer) {
    NdjsonLine line = TestLines.line(TestLines.claim("e-" + person, person));
    Admitted claim = new ResourceGate(server.bean(FhirContext.class), false).admit(line);
    assertThat(writer.write(List.of(claim))).containsExactly(WriteOutcome.CREATED);
    return new WeakReference<>(claim.incoming());
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAHopelessFile_whenStopped_thenNothingOfItIsKept(TestServer server) throws IOException {
    List<String> lines = claims(300);
    for (int i = 0; i < 1200; i++) {
      lines.add("rubbish");
    }
    LoadReport report = TestLoads.load(server, TestLoads.write(folder, "bad.ndjson", lines));
    assertThat(report.state()).isEqualTo(LoadState.STOPPED);
    assertThat(report.counts().created()).isZero();
    assertThat(rows(server)).isZero();
    assertThat(stored(server)).isZero();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenBundlesOfDeletes_whenLoaded_thenTheirResourcesAreGone(TestServer server)
      throws IOException {
    TestLoads.load(server, TestLoads.write(folder, "claims.ndjson", claims(20)));
    List<String> deletes = new ArrayList<>();
    deletes.add(
        bundle("transaction", delete("e1-"), delete("e2-"), delete("never-"), delete("e1-")));
    deletes.add(bundle("transaction"));
    deletes.add(bundle("batch", delete("e3-")));
    deletes.add(bundle("transaction", delete("e4-"), delete("e5-").replace("DELETE", "GET")));
    deletes.add(bundle("transaction", delete("e6-").replace("ExplanationOfBenefit/", "Group/")));
    deletes.add(bundle("transaction", delete("e7-").replace("e7", "e7?x=")));
    deletes.add(TestLines.claim("new-" + person, person));

    LoadReport report = TestLoads.load(server, TestLoads.write(folder, "gone.ndjson", deletes));

    assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
    assertThat(report.counts())
        .isEqualTo(new LoadCounts(7, 1, 0, 0, 4, new LoadCounts.Deletions(2, 2)));
    assertThat(report.refused())
        .extracting(RefusedLine::line, RefusedLine::reason)
        .containsExactly(
            tuple(3L, LineReason.NOT_DELETES),
            tuple(4L, LineReason.NOT_DELETES),
            tuple(5L, LineReason.NOT_DELETES),
            tuple(6L, LineReason.NOT_DELETES));
    assertThat(report.text()).contains("Deleted: 2\n").contains("entry 2");
    assertThat(server.bean(ClaimsLoadStore.class).newest(20))
        .anySatisfy(
            load -> {
              assertThat(load.file()).isEqualTo("gone.ndjson");
              assertThat(load.state()).isEqualTo(LoadState.DONE);
              assertThat(load.counts().deletions().resources()).isEqualTo(2);
            });
    assertThat(TestLoads.claimsOf(server, person)).isEqualTo(19);

    String again = TestLines.claim("e1-" + person, person);
    load(server, "again.ndjson", again);
    assertThat(TestLoads.claimsOf(server, person)).isEqualTo(20);
    load(
        server,
        "person.ndjson",
        bundle("transaction", delete("").replace("ExplanationOfBenefit", "Patient")));
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT count(*) FROM mbi_link l JOIN hfj_resource r ON r.res_id = l.patient_pid WHERE r.fhir_id = ? AND l.to_xid IS NULL",
                    Long.class,
                    person))
        .isZero();
  }

  private void load(TestServer server, String name, String line) throws IOException {
    LoadReport report = TestLoads.load(server, TestLoads.write(folder, name, List.of(line)));
    assertThat(report.counts().loaded()).as(report.text()).isEqualTo(1);
  }

  private String delete(String id) {
    return "{\"request\":{\"method\":\"DELETE\",\"url\":\"ExplanationOfBenefit/%s%s\"}}"
        .formatted(id, person);
  }

  private static String bundle(String type, String... entries) {
    String some = entries.length == 0 ? "" : ",\"entry\":[" + String.join(",", entries) + "]";
    return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"" + some + "}";
  }

  private List<String> claims(int count) {
    List<String> lines = new ArrayList<>();
    lines.add(TestLines.patient(person, MBI));
    for (int i = 1; i <= count; i++) {
      lines.add(TestLines.claim("e" + i + "-" + person, person));
    }
    return lines;
  }

  /** Loads a file, and does something each time that this person's claim was written. */
  private LoadReport load(TestServer server, Path file, String claim, Consumer<Integer> then) {
    return server.store().whileWriting(claim + person, then, () -> TestLoads.load(server, file));
  }

  /** Open rows of the index that belong to resources of this test. */
  private int rows(TestServer server) {
    return server
        .db()
        .queryForObject(
            "SELECT count(*) FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id WHERE r.fhir_id LIKE ? AND c.to_xid IS NULL",
            Integer.class,
            "%" + person);
  }

  private int stored(TestServer server) {
    return server
        .db()
        .queryForObject(
            "SELECT count(*) FROM hfj_resource WHERE fhir_id LIKE ?", Integer.class, "%" + person);
  }
}
