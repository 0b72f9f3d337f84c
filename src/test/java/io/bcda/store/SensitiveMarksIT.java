package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A server knows whether the claims were marked by its list, and says what to do. */
class SensitiveMarksIT {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(SensitiveMarks.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  /** Not before the server has booted, which sets up logging anew. */
  private void listen(TestServer server) {
    server.context();
    logged.start();
    LOG.addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    LOG.detachAppender(logged);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherListThanBefore_whenStarted_thenItWarnsUntilRemarked(TestServer server) {
    listen(server);
    aClaim(server);
    TestSensitive.marks(server, "built-in").check();
    assertThat(warnings()).isEmpty();

    TestSensitive.marks(server, "none").check();
    assertThat(warnings()).hasSize(1).allMatch(w -> w.contains("bcda-server.war sensitive remark"));

    try {
      TestSensitive.remark(server, "none");
      TestSensitive.marks(server, "none").check();
      assertThat(warnings())
          .hasSize(1)
          .allMatch(w -> w.contains("bcda-server.war sensitive remark"));
      assertThat(TestSensitive.marks(server, "built-in").areCurrent()).isFalse();
    } finally {
      TestSensitive.remark(server, "built-in");
    }
    assertThat(TestSensitive.marks(server, "built-in").areCurrent()).isTrue();
  }

  /** It is rolled back: others share the claims. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNoClaims_whenStartedWithAnotherList_thenItIsTheList(TestServer server) {
    listen(server);
    TransactionTemplate transaction =
        new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          server.db().update("DELETE FROM claim_index");
          TestSensitive.marks(server, "none").check();
          assertThat(TestSensitive.marks(server, "none").areCurrent()).isTrue();
        });
    assertThat(warnings()).isEmpty();
    assertThat(TestSensitive.marks(server, "built-in").areCurrent()).isTrue();
  }

  private List<String> warnings() {
    return logged.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  private static void aClaim(TestServer server) {
    TestWorld world = new TestWorld(server);
    String id = UUID.randomUUID().toString();
    world.patient("p" + id, TestWorld.mbi());
    world.claim("e" + id, "p" + id, LocalDate.of(2025, 3, 1));
  }
}
