package io.bcda.auth;

import static io.bcda.auth.TestAssertion.EC;
import static io.bcda.auth.TestAssertion.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestServer;
import io.bcda.refusal.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of clients in the database, on both databases. */
class ClientKeyStoreIT {
  private static final String URL = "https://keys.example.org/jwks.json";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClient_whenItsKeysChange_thenItHasTheLastOnly(TestServer server) {
    String client = client(server, "A7111");
    ClientKeyStore keys = server.bean(ClientKeyStore.class);
    assertThat(keys.replace(client, TestAssertion.jwks(RSA, EC)).keys())
        .extracting(k -> k.kid() + " " + k.kty() + " " + k.bits())
        .containsExactly("ec-1 EC 384", "rsa-1 RSA 2048");
    ClientKeys byUrl = keys.setUrl(client, URL);
    assertThat(byUrl.jwksUrl()).contains(URL);
    assertThat(byUrl.keys()).isEmpty();
    assertThat(keys.replace(client, TestAssertion.jwks(EC)).jwksUrl()).isEmpty();
    assertThatThrownBy(() -> keys.replace(client, "{}")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> keys.setUrl(client, "http://10.0.0.1")).isInstanceOf(Refusal.class);
    assertThat(keys.find(client).keys()).hasSize(1);
    assertThat(keys.clear(client).keys()).isEmpty();
    assertThatThrownBy(() -> keys.setUrl("nobody", URL)).hasMessageContaining("no active client");
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT aco || ' ' || outcome FROM audit_event"
                        + " WHERE subject = ? AND kind = 'CLIENT_KEYS_CHANGED' ORDER BY id",
                    String.class,
                    client))
        .containsExactly(
            "A7111 keys by value: rsa-1 ec-1",
            "A7111 keys by URL at keys.example.org",
            "A7111 keys by value: ec-1",
            "A7111 no keys");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenChangesAtOnce_whenDone_thenOneOfThemStandsWhole(TestServer server) {
    String client = client(server, "A7112");
    ClientKeyStore keys = server.bean(ClientKeyStore.class);
    List<String> sets =
        IntStream.range(0, 4)
            .mapToObj(i -> TestAssertion.jwks(TestAssertion.ec("a" + i), TestAssertion.ec("b" + i)))
            .toList();
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<Void>> changes =
          IntStream.range(0, 8)
              .mapToObj(
                  i -> CompletableFuture.runAsync(() -> keys.replace(client, sets.get(i % 4))))
              .toList();
      changes.forEach(CompletableFuture::join);
      assertThat(keys.find(client).keys())
          .hasSize(2)
          .extracting(k -> k.kid().substring(1))
          .satisfies(kids -> assertThat(kids.get(0)).isEqualTo(kids.get(1)));
    }
  }

  private static String client(TestServer server, String aco) {
    server.bean(AcoRegistry.class).create(aco, "An ACO", "SSP");
    return server.bean(ClientStore.class).create(aco, "signs").clientId();
  }
}
