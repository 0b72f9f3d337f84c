package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bcda.auth.Client;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientStore;
import io.bcda.auth.FirstOperator;
import io.bcda.harness.TestServer;
import io.bcda.settings.UnusableSetting;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** How the first operator comes in: a start with a secret, on a database of its own. */
class OperatorBootstrapIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
  private final String name = "bootstrap_" + Integer.toHexString(System.identityHashCode(this));

  @EnableConfigurationProperties(AdminSettings.class)
  @org.springframework.context.annotation.Import({Desk.Beans.class, OperatorBootstrap.class})
  static class Beans {}

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenASecret_whenStarted_thenOneClientForADayAndOnlyOnce(TestServer server) {
    on(server);
    try (ConfigurableApplicationContext none = start(server, "")) {
      assertThat(operators(none)).isEmpty();
    }
    try (ConfigurableApplicationContext first = start(server, SECRET)) {
      assertThat(operators(first)).containsExactly(FirstOperator.ID);
      assertThat(
              first
                  .getBean(JdbcTemplate.class)
                  .queryForList(
                      "SELECT expires_at FROM auth_client_secret WHERE client_id = 'operator'",
                      java.sql.Timestamp.class))
          .extracting(java.sql.Timestamp::toInstant)
          .containsExactly(Instant.parse("2026-11-24T12:00:00Z"));
      first.getBean(ClientChanges.class).deactivate(FirstOperator.ID);
    }
    try (ConfigurableApplicationContext again = start(server, SECRET + "x")) {
      assertThat(operators(again)).as("ended, and not made again").containsExactly("operator");
      assertThat(again.getBean(ClientStore.class).find("operator").orElseThrow().isActive())
          .isFalse();
      assertThat(secrets(again)).isEqualTo(1);
    }
  }

  @Test
  void givenASecret_whenItIsUsedAndUsedAgain_thenTheLogSaysWhatToDoWithoutTheSecret() {
    Logger logger = (Logger) LoggerFactory.getLogger(OperatorBootstrap.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    try (ConfigurableApplicationContext node = start(TestServer.H2, "")) {
      logger.addAppender(said);
      SmartInitializingSingleton start =
          new OperatorBootstrap()
              .letFirstOperatorIn(
                  new AdminSettings(SECRET, DataSize.ofKilobytes(1)),
                  node.getBean(FirstOperator.class),
                  CLOCK);
      start.afterSingletonsInstantiated();
      start.afterSingletonsInstantiated();
    } finally {
      logger.detachAppender(said);
    }
    assertThat(said.list)
        .extracting(ILoggingEvent::getMessage)
        .satisfiesExactly(
            text -> assertThat(text).contains("make another client", "unset"),
            text -> assertThat(text).contains("is ignored", "unset"));
    assertThat(said.list)
        .allSatisfy(event -> assertThat(event.getKeyValuePairs() + "").doesNotContain(SECRET));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherOperator_whenStartedWithASecret_thenNothingIsMade(TestServer server) {
    on(server);
    try (ConfigurableApplicationContext before = start(server, "")) {
      before.getBean(ClientStore.class).createOperator("somebody");
    }
    try (ConfigurableApplicationContext after = start(server, SECRET)) {
      assertThat(operators(after)).hasSize(1).doesNotContain(FirstOperator.ID);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNodesThatStartAtOnce_whenEachHasASecret_thenOneMakesTheClient(TestServer server)
      throws Exception {
    on(server);
    try (ConfigurableApplicationContext node = start(server, "")) {
      FirstOperator first = node.getBean(FirstOperator.class);
      ExecutorService nodes = Executors.newFixedThreadPool(4);
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(() -> first.create(SECRET, CLOCK.instant().plusSeconds(60)));
      }
      int made = 0;
      for (Future<Boolean> start : nodes.invokeAll(starts)) {
        made += start.get() ? 1 : 0;
      }
      nodes.shutdown();
      assertThat(made).isEqualTo(1);
      assertThat(operators(node)).containsExactly("operator");
      assertThat(secrets(node)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "0123456789abcdef0123456789abcde",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0123456789abcdef+123456789abcdef",
        "0123456789abcdef 123456789abcdef"
      })
  void givenAWeakSecret_whenStarted_thenTheStartFailsAndSaysWhatToDo(String weak) {
    on(TestServer.H2);
    assertThatThrownBy(() -> start(TestServer.H2, weak))
        .isInstanceOfSatisfying(
            UnusableSetting.class,
            e -> {
              assertThat(e.action()).contains("openssl rand -hex 32");
              assertThat(e.getMessage()).doesNotContain(weak);
            });
  }

  @Test
  void givenTheSettings_whenPrinted_thenWithoutTheSecret() {
    assertThat(new AdminSettings(SECRET, DataSize.ofKilobytes(1)).toString())
        .doesNotContain(SECRET);
  }

  private static List<String> operators(ConfigurableApplicationContext context) {
    return context.getBean(ClientStore.class).all().stream()
        .filter(c -> c.kind() == Client.Kind.OPERATOR)
        .map(Client::id)
        .toList();
  }

  private static Integer secrets(ConfigurableApplicationContext context) {
    return context
        .getBean(JdbcTemplate.class)
        .queryForObject("SELECT count(*) FROM auth_client_secret", Integer.class);
  }

  private void on(TestServer server) {
    if (server == TestServer.POSTGRESQL) {
      server.db().execute("CREATE DATABASE " + name);
    }
  }

  private ConfigurableApplicationContext start(TestServer server, String secret) {
    List<String> args = new ArrayList<>();
    if (server == TestServer.POSTGRESQL) {
      String url = server.context().getEnvironment().getRequiredProperty("spring.datasource.url");
      args.add("--spring.datasource.url=" + url.replace("/postgres?", "/" + name + "?"));
      args.add("--spring.datasource.username=postgres");
    } else {
      args.add("--spring.datasource.url=jdbc:h2:mem:" + name + ";MODE=LEGACY;DB_CLOSE_DELAY=-1");
    }
    args.add("--bcda.admin.bootstrap-secret=" + secret);
    args.add("--spring.datasource.hikari.maximum-pool-size=5");
    return new SpringApplicationBuilder(Beans.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .initializers(c -> c.getBeanFactory().registerSingleton("clock", CLOCK))
        .run(args.toArray(String[]::new));
  }
}
