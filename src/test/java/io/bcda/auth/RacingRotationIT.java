package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.SigningKeyFacts.State;
import io.bcda.harness.TestClock;
import io.bcda.harness.TestServer;
import io.bcda.refusal.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many nodes that rotate the keys of the whole server at once, on both databases. */
class RacingRotationIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenManyNodes_whenAllStageAndPromote_thenItHappensOnce(TestServer server) {
    TestClock clock = new TestClock();
    KeyRotation rotation =
        new KeyRotation(
            server.bean(SigningKeyStore.class),
            () -> server.bean(KeySeal.class),
            KeyMaker.rs384(2048),
            new KeySettings(Duration.ZERO, null),
            clock);
    List<SigningKeyFacts> before = rotation.all();
    String former = in(before, State.ACTIVE).get(0).kid();

    assertThat(atOnce(() -> rotation.stage() != null)).isEqualTo(1);
    assertThat(in(rotation.all(), State.PENDING)).hasSize(1);
    String next = in(rotation.all(), State.PENDING).get(0).kid();
    rotation.round();
    assertThat(in(rotation.all(), State.ACTIVE).get(0).kid()).isEqualTo(former);

    clock.advance(KeyRotation.WAITS);
    atOnce(
        () -> {
          rotation.round();
          return true;
        });
    List<SigningKeyFacts> after = rotation.all();
    assertThat(in(after, State.ACTIVE)).extracting(SigningKeyFacts::kid).containsExactly(next);
    assertThat(in(after, State.PENDING)).isEmpty();
    assertThat(in(after, State.RETIRED)).hasSize(in(before, State.RETIRED).size() + 1);

    atOnce(() -> rotation.hasten() != null);
    assertThat(in(rotation.all(), State.ACTIVE)).hasSize(1);
    assertThat(in(rotation.all(), State.PENDING)).isEmpty();

    AuthHttp http = new AuthHttp(URI.create(server.url()).getPort());
    assertThat(http.get("/auth/jwks").json().get("keys").size()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPromotionThatComesTooLate_whenTried_thenTheKeysStayAsTheyAre(TestServer server) {
    SigningKeyStore store = server.bean(SigningKeyStore.class);
    KeyRotation rotation = server.bean(KeyRotation.class);
    rotation.stage();
    List<StoredKey> seen = store.all();
    StoredKey next = seen.stream().filter(k -> k.is(State.PENDING)).findFirst().orElseThrow();
    StoredKey former = seen.stream().filter(k -> k.is(State.ACTIVE)).findFirst().orElseThrow();
    rotation.hasten();
    List<SigningKeyFacts> after = rotation.all();

    assertThat(store.promote(next, former, "x", server.clock().instant(), after.get(0).createdAt()))
        .isFalse();
    assertThat(store.promote(next, next, "x", server.clock().instant(), after.get(0).createdAt()))
        .isFalse();
    assertThat(store.addPending("late", "x", former, server.clock().instant())).isFalse();
    assertThat(rotation.all()).isEqualTo(after);
  }

  /** How many of four succeed. */
  private static long atOnce(Callable<Boolean> work) {
    return IntStream.range(0, 4)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> succeeds(work)))
        .toList()
        .stream()
        .filter(CompletableFuture::join)
        .count();
  }

  private static boolean succeeds(Callable<Boolean> work) {
    try {
      return work.call();
    } catch (Refusal e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<SigningKeyFacts> in(List<SigningKeyFacts> keys, State state) {
    return keys.stream().filter(k -> k.state() == state).toList();
  }
}
