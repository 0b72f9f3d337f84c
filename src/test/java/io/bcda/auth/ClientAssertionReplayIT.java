package io.bcda.auth;

import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An assertion is good for one token: raced, on the other node, on both databases. */
class ClientAssertionReplayIT {
  private static final String SCOPE = "system/Patient.rs";
  private static final String TOKEN_URL = "http://localhost:8080/auth/token";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEightPostsOfOneAssertion_whenAtOnce_thenOneToken(TestServer server) throws Exception {
    String client = client(server, "A7121");
    AuthHttp http = new AuthHttp(URI.create(server.url()).getPort());
    for (int round = 0; round < 10; round++) {
      String jwt = TestAssertion.of(client, RSA, TOKEN_URL).jwt();
      List<Integer> statuses = race(List.of(http), jwt);
      assertThat(statuses).filteredOn(s -> s == 200).hasSize(1);
      assertThat(statuses).filteredOn(s -> s == 401).hasSize(7);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoNodes_whenOneAssertionComesToBoth_thenOneToken(TestServer server) throws Exception {
    String client = client(server, "A7122");
    AuthHttp first = new AuthHttp(URI.create(server.url()).getPort());
    try (AuthServer other = beside(server)) {
      AuthHttp second = new AuthHttp(other.port());
      String jwt = TestAssertion.of(client, RSA, TOKEN_URL).jwt();
      assertThat(first.asserted(jwt, SCOPE).status()).isEqualTo(200);
      assertThat(second.asserted(jwt, SCOPE).status()).isEqualTo(401);
      String next = TestAssertion.of(client, RSA, TOKEN_URL).jwt();
      assertThat(second.asserted(next, SCOPE).status()).isEqualTo(200);
      assertThat(first.asserted(next, SCOPE).status()).isEqualTo(401);

      for (int round = 0; round < 5; round++) {
        String raced = TestAssertion.of(client, RSA, TOKEN_URL).jwt();
        assertThat(race(List.of(first, second), raced)).filteredOn(s -> s == 200).hasSize(1);
      }

      server.bean(ClientKeyStore.class).clear(client);
      String keyless = TestAssertion.of(client, RSA, TOKEN_URL).jwt();
      assertThat(second.asserted(keyless, SCOPE).status())
          .as("keys taken on the first")
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenManyExpiredIds_whenCleaned_thenGoneAndTheOthersStay(TestServer server) {
    String client = client(server, "A7123");
    ClientAssertionIds ids = server.bean(ClientAssertionIds.class);
    var now = server.clock().instant();
    server.db().update("DELETE FROM auth_jti WHERE client_id = ?", client);
    ids.use(client, new ClientAssertionClaims.Once("old", now.minusSeconds(1)));
    ids.use(client, new ClientAssertionClaims.Once("young", now.plusSeconds(600)));
    server.clock().advance(Duration.ofSeconds(61));
    try {
      assertThat(ids.use(client, new ClientAssertionClaims.Once("next", now.plusSeconds(600))))
          .isTrue();
      assertThat(ids.use(client, new ClientAssertionClaims.Once("young", now.plusSeconds(600))))
          .isFalse();
    } finally {
      server.clock().reset();
    }
    String count = "SELECT count(*) FROM auth_jti WHERE client_id = ?";
    assertThat(server.db().queryForObject(count, Integer.class, client)).isEqualTo(2);
  }

  private static List<Integer> race(List<AuthHttp> nodes, String jwt) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(8);
    List<CompletableFuture<Integer>> posts =
        IntStream.range(0, 8)
            .mapToObj(i -> nodes.get(i % nodes.size()))
            .map(
                node -> {
                  CompletableFuture<Integer> status = new CompletableFuture<>();
                  Thread thread =
                      new Thread(
                          () -> {
                            try {
                              ready.countDown();
                              ready.await();
                              status.complete(node.asserted(jwt, SCOPE).status());
                            } catch (InterruptedException | RuntimeException | Error e) {
                              status.completeExceptionally(e);
                            }
                          });
                  thread.start();
                  return status;
                })
            .toList();
    return posts.stream().map(CompletableFuture::join).toList();
  }

  /** One more node on the database of a running one. */
  private static AuthServer beside(TestServer server) {
    HikariDataSource source = (HikariDataSource) server.bean(DataSource.class);
    return AuthServer.start(
        "unused",
        "--spring.datasource.url=" + source.getJdbcUrl(),
        "--spring.datasource.username=" + source.getUsername(),
        "--spring.flyway.enabled=false",
        "--bcda.public-url=http://localhost:8080");
  }

  private static String client(TestServer server, String aco) {
    server.bean(AcoRegistry.class).create(aco, "An ACO", "SSP");
    String client = server.bean(ClientStore.class).create(aco, "signs").clientId();
    server.bean(ClientKeyStore.class).replace(client, TestAssertion.jwks(RSA));
    return client;
  }
}
