package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two nodes on one database, while their signing keys change. */
class KeyRotationIT {
  private static final Duration RELOADED = SigningKeys.READ_AGAIN_AFTER.plusSeconds(1);
  private String database;
  private AuthServer first;
  private AuthServer second;
  private IssuedSecret client;

  @BeforeEach
  void start(TestInfo test) {
    database = "rotation-" + test.getTestMethod().orElseThrow().getName();
    String[] settings = {
      "--bcda.auth.key-life=90d", "--bcda.auth.secret-life=9000d", "--test.key-bits=2048"
    };
    first = AuthServer.start(database, settings);
    second = AuthServer.start(database, settings);
    client = first.newClient();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void givenLoadOnBothNodes_whenKeysAreRotatedThrice_thenNotOneRequestFails() throws Exception {
    Load load = new Load();
    List<CompletableFuture<Void>> callers =
        IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(load::go)).toList();
    try {
      for (int i = 1; i <= 3; i++) {
        String former = kid(first);
        load.pausedFor(() -> advance(Duration.ofDays(90).minus(KeyRotation.WAITS)));
        bothNodes(KeyRotation::round);
        load.pausedFor(() -> advance(RELOADED));
        // While one caller reads the keys anew, others go on with what was there.
        await().until(() -> published(first).size() == 2 && published(first).contains(former));
        await().until(() -> published(second).equals(published(first)));
        assertThat(kid(second)).isEqualTo(former);

        load.pausedFor(() -> advance(KeyRotation.WAITS));
        String old = http(first).token(client);
        bothNodes(KeyRotation::round);
        load.pausedFor(() -> advance(RELOADED));
        await().until(() -> !kid(first).equals(former) && kid(second).equals(kid(first)));
        assertThat(published(second)).contains(former, kid(first));
        assertThat(welcome(first, old)).isEqualTo(200);
        assertThat(welcome(second, old)).isEqualTo(200);
        int before = load.good.get();
        load.until(before + 20);
        // so that the next turn starts with one key
        load.pausedFor(() -> advance(AuthSettings.LONGEST_TOKEN.plusMinutes(2)));
        bothNodes(KeyRotation::round);
        load.pausedFor(() -> advance(RELOADED));
        await().until(() -> published(first).equals(List.of(kid(first))));
      }
    } finally {
      load.over.set(true);
      CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
    }
    assertThat(load.failures).isEmpty();
    assertThat(load.good.get()).isGreaterThan(60);
  }

  @Test
  void givenAKeyThatRetired_whenItsRowIsRead_thenNothingCanSignWithIt() throws Exception {
    String former = kid(first);
    rotation(first).hasten();

    KeySeal seal = new KeySeal(AuthServer.KEY);
    assertThat(opened(seal, former).isPrivate()).isFalse();
    assertThat(opened(seal, rotation(first).all().get(1).kid()).isPrivate()).isTrue();

    advance(AuthSettings.LONGEST_TOKEN.plusMinutes(2));
    rotation(first).round();
    assertThat(db().queryForList("SELECT kid FROM auth_signing_key WHERE kid = ?", former))
        .isEmpty();
  }

  @Test
  void givenAKeyThatANodeHasNotLoaded_whenItsTokenComes_thenTheNodeLooksAndAccepts() {
    RSAKey next = KeyMaker.rs384(2048).make(); // first, so that five seconds do not pass
    String old = http(second).token(client);
    second.clock().advance(RELOADED);
    assertThat(welcome(second, old)).isEqualTo(200);
    rotation(first, () -> next).hasten();
    first.clock().advance(RELOADED);
    second.clock().advance(Duration.ofSeconds(2)); // within its five seconds
    String token = http(first).token(client);

    assertThat(welcome(second, token)).isEqualTo(200);
    assertThat(welcome(second, old)).isEqualTo(200);
    assertThat(welcome(first, old)).isEqualTo(200);
  }

  @Test
  void givenKeysThatLeaked_whenDiscarded_thenTheirTokensEndOnBothNodes() {
    rotation(first).hasten();
    advance(RELOADED);
    rotation(first).stage();
    String old = http(second).token(client);
    assertThat(welcome(first, old)).isEqualTo(200);

    String kid = rotation(first).discard();
    advance(RELOADED);

    assertThat(welcome(first, old)).isEqualTo(401);
    assertThat(welcome(second, old)).isEqualTo(401);
    assertThat(published(first)).containsExactly(kid);
    assertThat(published(second)).containsExactly(kid);
    String next = http(second).token(client);
    assertThat(welcome(first, next)).isEqualTo(200);
    assertThat(db().queryForList("SELECT kid FROM auth_signing_key")).hasSize(1);
    assertThat(
            db().queryForList(
                    "SELECT outcome FROM audit_event WHERE kind = 'SIGNING_KEY_CHANGED'"
                        + " ORDER BY id",
                    String.class))
        .containsExactly(
            "made, the first",
            "staged",
            "signs now",
            "retired",
            "staged",
            "made, all others discarded");
  }

  @Test
  void givenATrailThatCannotBeWritten_whenKeysAreRotated_thenTheyStayAsTheyWere() {
    List<SigningKeyFacts> before = rotation(first).all();
    db().execute("ALTER TABLE audit_event RENAME TO gone");
    try {
      assertThatThrownBy(() -> rotation(first).stage()).isInstanceOf(DataAccessException.class);
      assertThatThrownBy(() -> rotation(first).hasten()).isInstanceOf(DataAccessException.class);
      assertThatThrownBy(() -> rotation(first).discard()).isInstanceOf(DataAccessException.class);
    } finally {
      db().execute("ALTER TABLE gone RENAME TO audit_event");
    }
    assertThat(rotation(first).all()).isEqualTo(before);
  }

  @Test
  void givenKeysSealedAnew_whenNodesAreStartedAgainOneByOne_thenTokensStayGood() throws Exception {
    String next = KeyEncryptionKey.generate();
    String token = http(first).token(client);
    KeyRotation command =
        new KeyRotation(
            first.bean(SigningKeyStore.class),
            () -> new KeySeal(next),
            KeyMaker.rs384(2048),
            new KeySettings(Duration.ZERO, AuthServer.KEY),
            first.clock());
    assertThat(command.reseal()).isEqualTo(1);
    advance(RELOADED);

    assertThat(welcome(first, token)).isEqualTo(200);
    assertThat(welcome(second, http(first).token(client))).isEqualTo(200);
    try (AuthServer third = AuthServer.start(database, "--bcda.auth.key-encryption-key=" + next)) {
      third.clock().advance(RELOADED);
      assertThat(welcome(third, token)).isEqualTo(200);
      assertThat(welcome(first, http(third).token(client))).isEqualTo(200);
    }
  }

  @Test
  void givenTheKeySet_whenAsked_thenItSaysHowLongItMayBeKept() {
    assertThat(http(first).get("/auth/jwks").header("Cache-Control"))
        .isEqualTo("max-age=300, public");
  }

  private void bothNodes(Consumer<KeyRotation> work) {
    Stream.of(first, second)
        .map(node -> CompletableFuture.runAsync(() -> work.accept(rotation(node))))
        .toList()
        .forEach(CompletableFuture::join);
  }

  /** A node's, with keys that are made sooner than the real ones. */
  private static KeyRotation rotation(AuthServer node) {
    return rotation(node, KeyMaker.rs384(2048));
  }

  private static KeyRotation rotation(AuthServer node, KeyMaker maker) {
    return new KeyRotation(
        node.bean(SigningKeyStore.class),
        () -> node.bean(KeySeal.class),
        maker,
        node.bean(KeySettings.class),
        node.clock());
  }

  private void advance(Duration by) {
    first.clock().advance(by);
    second.clock().advance(by);
  }

  private JWK opened(KeySeal seal, String kid) throws Exception {
    String sealed =
        db().queryForObject(
                "SELECT sealed_jwk FROM auth_signing_key WHERE kid = ?", String.class, kid);
    return seal.openKey(kid, sealed);
  }

  private JdbcTemplate db() {
    return first.bean(JdbcTemplate.class);
  }

  private static AuthHttp http(AuthServer node) {
    return new AuthHttp(node.port());
  }

  private static int welcome(AuthServer node, String token) {
    return http(node).get("/auth/welcome", token).status();
  }

  private static String kid(AuthServer node) {
    return node.bean(SigningKeys.class).activeKid();
  }

  private static List<String> published(AuthServer node) {
    try {
      String body = http(node).get("/auth/jwks").body();
      assertThat(body).doesNotContain("\"d\"");
      return JWKSet.parse(body).getKeys().stream().map(JWK::getKeyID).toList();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  /** Callers that get tokens of each node and use them on both. */
  private final class Load {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger good = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock clocks = new ReentrantReadWriteLock(true);

    void go() {
      AuthHttp one = http(first);
      AuthHttp other = http(second);
      while (!over.get()) {
        clocks.readLock().lock();
        try {
          turn(one, other);
          turn(other, one);
        } finally {
          clocks.readLock().unlock();
        }
      }
    }

    private void turn(AuthHttp issuer, AuthHttp other) {
      AuthHttp.Answer issued = issuer.bareToken(client);
      check(issued);
      check(issuer.get("/auth/welcome", issued.text("access_token")));
      check(other.get("/auth/welcome", issued.text("access_token")));
    }

    private void check(AuthHttp.Answer answer) {
      if (answer.status() == 200) {
        good.incrementAndGet();
      } else {
        failures.add(answer.status() + " " + answer.body());
      }
    }

    /** The clocks of two nodes move at once, and no token lives through months. */
    void pausedFor(Runnable move) {
      clocks.writeLock().lock();
      try {
        move.run();
      } finally {
        clocks.writeLock().unlock();
      }
    }

    void until(int count) {
      await().until(() -> good.get() >= count);
    }
  }
}
