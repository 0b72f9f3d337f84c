package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestServer;
import io.bcda.refusal.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the tables of clients and secrets hold, in the whole application, on both databases. */
class ClientStoreIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenManyAtOnce_whenEachAddsASecret_thenTwoAreLive(TestServer server) throws Exception {
    String id = newClient(server, "A7201").clientId();
    ClientChanges changes = server.bean(ClientChanges.class);
    int many = 6;
    CyclicBarrier start = new CyclicBarrier(many);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (int round = 0; round < 5; round++) {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
          answers.add(threads.submit(() -> addsASecret(changes, id, start)));
        }
        int added = 0;
        for (Future<Boolean> answer : answers) {
          added += answer.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        List<ClientSecret> live = live(server, id);
        assertThat(live).hasSize(2);
        assertThat(added).isEqualTo(1);
        changes.endSecret(id, live.get(0).id());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClientsLife_whenItIsChanged_thenEachChangeActs(TestServer server) {
    AuthHttp http = new AuthHttp(URI.create(server.url()).getPort());
    ClientStore clients = server.bean(ClientStore.class);
    ClientChanges changes = server.bean(ClientChanges.class);
    IssuedSecret first = newClient(server, "A7202");
    String id = first.clientId();
    String token = http.token(first);

    IssuedSecret second = changes.rotate(id);
    assertThat(http.bareToken(first).status()).isEqualTo(200);
    assertThat(http.bareToken(second).status()).isEqualTo(200);
    IssuedSecret third = changes.rotateNow(id);
    assertThat(http.bareToken(first).status()).isEqualTo(401);
    assertThat(http.bareToken(second).status()).isEqualTo(401);
    assertThat(clients.liveSecrets().get(id)).hasSize(1);
    assertThat(clients.secrets(id)).hasSize(3);

    changes.revokeTokens(id);
    assertThat(http.get("/auth/welcome", token).status()).isEqualTo(401);
    String fresh = http.token(third);
    assertThat(http.get("/auth/welcome", fresh).status()).isEqualTo(200);

    changes.setAddresses(id, ClientAddresses.of(List.of("2001:db8::/32")));
    changes.setContact(id, "555-0100");
    assertThat(http.get("/auth/welcome", fresh).status()).isEqualTo(401);
    Client client = clients.ofAco("A7202").get(0);
    assertThat(client.contact()).contains("555-0100");
    assertThat(client.addresses()).hasToString("2001:db8:0:0:0:0:0:0/32");

    changes.setAddresses(id, ClientAddresses.ANY);
    assertThat(http.get("/auth/welcome", fresh).status()).isEqualTo(200);
    changes.deactivate(id);
    assertThat(http.get("/auth/welcome", fresh).status()).isEqualTo(401);
    assertThat(clients.liveSecrets()).doesNotContainKey(id);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenASecretThatEndsInAWeek_whenADayPasses_thenItIsToldOnceADayUntilItIsRotated(
      TestServer server) {
    IssuedSecret client = newClient(server, "A7203");
    Logger logger = (Logger) LoggerFactory.getLogger(ExpiringSecrets.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    ExpiringSecrets expiring = server.bean(ExpiringSecrets.class);
    try {
      server.clock().advance(Duration.ofDays(82));
      expiring.look();
      assertThat(told(log, client)).isEmpty();

      server.clock().advance(Duration.ofDays(2));
      expiring.look();
      expiring.look();
      assertThat(told(log, client)).hasSize(1).allMatch(l -> l.contains("A7203"));
      assertThat(told(log, client)).allMatch(l -> l.contains("days=\"5\""));
      double before = gauge(server);
      assertThat(before).isGreaterThanOrEqualTo(1);

      server.clock().advance(Duration.ofDays(1));
      expiring.look();
      assertThat(told(log, client)).hasSize(2);

      server.bean(ClientChanges.class).rotate(client.clientId());
      server.clock().advance(Duration.ofDays(1));
      expiring.look();
      assertThat(told(log, client)).hasSize(2);
    } finally {
      logger.detachAppender(log);
      server.clock().reset();
      expiring.look();
    }
  }

  private static List<String> told(ListAppender<ILoggingEvent> log, IssuedSecret client) {
    return log.list.stream()
        .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
        .filter(line -> line.contains(client.clientId()))
        .toList();
  }

  private static double gauge(TestServer server) {
    return server.bean(MeterRegistry.class).get("bcda.auth.secrets.expiring").gauge().value();
  }

  private static boolean addsASecret(ClientChanges changes, String id, CyclicBarrier start)
      throws Exception {
    start.await(30, TimeUnit.SECONDS);
    try {
      changes.addSecret(id);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  private static List<ClientSecret> live(TestServer server, String id) {
    return server.bean(ClientStore.class).secrets(id).stream()
        .filter(ClientSecret::isLive)
        .toList();
  }

  private static IssuedSecret newClient(TestServer server, String aco) {
    server.bean(AcoRegistry.class).create(aco, "An ACO", "SSP");
    return server.bean(ClientStore.class).create(aco, "a client");
  }
}
