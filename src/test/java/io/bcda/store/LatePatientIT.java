package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.transaction.support.TransactionSynchronizationManager.registerSynchronization;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.Ordered;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionTemplate;

/** A Patient comes while a claim that waited for it is written: the claim's newest state stands. */
class LatePatientIT {
  private static final LocalDate DAY = LocalDate.of(2025, 5, 5);
  private final String known = "known-" + UUID.randomUUID();
  private final String late = "late-" + UUID.randomUUID();
  private final String claim = "claim-" + UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimThatGoesToAnother_whenThePatientComesMeanwhile_thenItIsTheOthers(
      TestServer server) {
    TestWorld world = waiting(server);
    Held moved = new Held();
    CompletableFuture<Void> claims =
        inTransaction(
            server,
            () -> {
              world.claim(claim, known, DAY);
              registerSynchronization(moved);
            });
    moved.awaitWritten();
    CompletableFuture<Void> patient =
        CompletableFuture.runAsync(() -> world.patient(late, TestWorld.mbi()));
    awaitLock(server, patient);
    moved.letGo(claims, patient);
    assertThat(open(server)).containsExactly("2 of " + known);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimThatIsDeleted_whenThePatientComesMeanwhile_thenItIsGone(TestServer server) {
    TestWorld world = waiting(server);
    Held deleted = new Held();
    CompletableFuture<Void> claims =
        inTransaction(
            server,
            () -> {
              delete(server);
              registerSynchronization(deleted);
            });
    deleted.awaitWritten();
    CompletableFuture<Void> patient =
        CompletableFuture.runAsync(() -> world.patient(late, TestWorld.mbi()));
    awaitLock(server, patient);
    deleted.letGo(claims, patient);
    assertThat(open(server)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPatientThatComes_whenAClaimAlreadyWrittenGoesToAnother_thenItIsTheOthers(
      TestServer server) {
    TestWorld world = waiting(server);
    Held before = new Held();
    Held come = new Held();
    CompletableFuture<Void> claims =
        inTransaction(
            server,
            () -> {
              world.claim(claim, known, DAY);
              flush(server);
              before.beforeCommit(false);
            });
    before.awaitWritten();
    CompletableFuture<Void> patient =
        inTransaction(
            server,
            () -> {
              world.patient(late, TestWorld.mbi());
              registerSynchronization(come);
            });
    come.awaitWritten();
    before.letGo();
    awaitLock(server, claims);
    come.letGo(claims, patient);
    assertThat(open(server)).containsExactly("2 of " + known);
  }

  private TestWorld waiting(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.patient(known, TestWorld.mbi());
    world.claim(claim, late, DAY);
    return world;
  }

  private static CompletableFuture<Void> inTransaction(TestServer server, Runnable work) {
    return CompletableFuture.runAsync(
        () ->
            new TransactionTemplate(server.bean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> work.run()));
  }

  private void delete(TestServer server) {
    server
        .bean(DaoRegistry.class)
        .getResourceDao("ExplanationOfBenefit")
        .delete(new IdType("ExplanationOfBenefit", claim), new SystemRequestDetails());
  }

  private static void flush(TestServer server) {
    EntityManagerFactoryUtils.getTransactionalEntityManager(server.bean(EntityManagerFactory.class))
        .flush();
  }

  private static void awaitLock(TestServer server, CompletableFuture<Void> waiting) {
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting.isDone() || waits(server));
  }

  private static boolean waits(TestServer server) {
    String sql =
        server == TestServer.H2
            ? "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL"
            : "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    return server.db().queryForObject(sql, Long.class) > 0;
  }

  private List<String> open(TestServer server) {
    return server
        .db()
        .query(
            """
            SELECT c.ver, p.fhir_id FROM hfj_resource r
              JOIN claim_index c ON c.res_id = r.res_id AND c.to_xid IS NULL
              LEFT JOIN hfj_resource p ON p.res_id = c.patient_pid
             WHERE r.fhir_id = ?
            """,
            (rs, i) -> rs.getLong(1) + " of " + rs.getString(2),
            claim);
  }

  /** Holds a transaction when all is written; it comes after the index's own synchronisation. */
  private static final class Held implements TransactionSynchronization, Ordered {
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void beforeCommit(boolean readOnly) {
      written.countDown();
      await(go);
    }

    void awaitWritten() {
      await(written);
    }

    /** Lets it go, and awaits these. */
    void letGo(CompletableFuture<?>... transactions) {
      go.countDown();
      CompletableFuture.allOf(transactions).join();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }
  }
}
