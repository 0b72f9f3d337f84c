package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.bcda.audit.AuditTrail;
import io.bcda.harness.TestClock;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.UnusableSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What a start does with keys and settings. */
class SigningKeysIT {
  private static final String OTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @Test
  void givenATokenOfOneNode_whenAnotherStartReadsIt_thenItIsGood() {
    AuthServer first = AuthServer.shared();
    String token = new AuthHttp(first.port()).token(first.newClient());
    try (AuthServer second = AuthServer.start("shared")) {
      assertThat(new AuthHttp(second.port()).get("/auth/welcome", token).status()).isEqualTo(200);
      assertThat(second.bean(SigningKeys.class).activeKid())
          .isEqualTo(first.bean(SigningKeys.class).activeKid());
    }
  }

  @Test
  void givenSealedKeys_whenStartedWithAnotherKey_thenRefusedAndNothingReadable() {
    JdbcTemplate db = AuthServer.shared().bean(JdbcTemplate.class);
    String row = db.queryForList("SELECT * FROM auth_signing_key").toString();
    assertThat(row).doesNotContain("\"d\"").doesNotContain("\"kty\"");

    assertThatThrownBy(
            () -> AuthServer.start("shared", "--bcda.auth.key-encryption-key=" + OTHER_KEY))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("were sealed with another");
  }

  @Test
  void givenManyFirstStartsAtOnce_whenTheyNeedAKey_thenAllUseTheSame() {
    AuthServer server = AuthServer.shared();
    JdbcTemplate db = server.bean(JdbcTemplate.class);
    db.update("UPDATE auth_signing_key SET slot = slot + 1000");
    try {
      KeySeal seal = new KeySeal(AuthServer.KEY);
      SigningKeyStore store = server.bean(SigningKeyStore.class);
      List<CompletableFuture<String>> nodes =
          IntStream.range(0, 4)
              .mapToObj(i -> new SigningKeys(store, seal, KeyMaker.rs384(2048), server.clock()))
              .map(node -> CompletableFuture.supplyAsync(node::activeKid))
              .toList();
      assertThat(nodes.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(count(db, "slot = 1")).isEqualTo(1);
    } finally {
      db.update("DELETE FROM auth_signing_key WHERE slot = 1");
      db.update("UPDATE auth_signing_key SET slot = slot - 1000");
    }
  }

  @Test
  void givenTheDatabaseAway_whenKeysAreNeeded_thenTheLastOnesServe() {
    AuthServer server = AuthServer.shared();
    TestClock clock = new TestClock();
    FailingReads store = new FailingReads(server);
    SigningKeys keys =
        new SigningKeys(store, new KeySeal(AuthServer.KEY), KeyMaker.rs384(2048), clock);
    String kid = keys.activeKid();
    store.away = true;
    clock.advance(Duration.ofDays(1));

    assertThat(keys.activeKid()).isEqualTo(kid);
    assertThat(keys.published().getKeyByKeyId(kid).isPrivate()).isFalse();
    assertThat(store.reads).isEqualTo(2);
  }

  @Test
  void givenTokensOfUnknownKeys_whenManyCome_thenTheDatabaseIsAskedOnceASecond() {
    FailingReads store = new FailingReads(AuthServer.shared());
    Instant now = Instant.parse("2026-11-23T12:00:00Z");
    AtomicReference<Instant> hand = new AtomicReference<>(now);
    SigningKeys keys =
        new SigningKeys(
            store, new KeySeal(AuthServer.KEY), KeyMaker.rs384(2048), new HandClock(hand));
    JWKSelector unknown = new JWKSelector(new JWKMatcher.Builder().keyID("nobody's").build());
    keys.activeKid();
    for (int i = 0; i < 50; i++) {
      assertThat(keys.get(unknown, null)).isEmpty();
    }
    assertThat(store.reads).isEqualTo(1);

    hand.set(now.plusSeconds(2));
    for (int i = 0; i < 50; i++) {
      assertThat(keys.get(unknown, null)).isEmpty();
    }
    assertThat(store.reads).isEqualTo(2);
  }

  @Test
  void givenNoKeyOrNoUrlOutsideTheSandbox_whenStarted_thenRefusedWithTheRemedy() {
    assertThatThrownBy(() -> AuthServer.start("nokey", "--bcda.auth.key-encryption-key="))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("java -jar bcda-server.war key")
        .hasMessageContaining("BCDA_AUTH_KEY_ENCRYPTION_KEY");
    assertThatThrownBy(() -> AuthServer.start("badkey", "--bcda.auth.key-encryption-key=c2hvcnQ="))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> AuthServer.start("nourl", "--bcda.public-url="))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("BCDA_PUBLIC_URL");
  }

  @Test
  void givenTheSandbox_whenStartedWithNothingSet_thenItHelpsItselfOnLoopback(@TempDir Path home)
      throws IOException {
    String[] sandbox = {
      "--spring.profiles.active=sandbox",
      "--bcda.home=" + home,
      "--bcda.public-url=",
      "--bcda.auth.key-encryption-key="
    };
    String token;
    try (AuthServer server = AuthServer.start("sandbox", sandbox)) {
      AuthHttp http = new AuthHttp(server.port());
      assertThat(server.bean(PublicUrl.class).base())
          .isEqualTo("http://localhost:" + server.port());
      assertThat(http.get("/.well-known/oauth-authorization-server").text("issuer"))
          .isEqualTo("http://localhost:" + server.port());
      String aco = server.acoOf(server.newClient());
      server.clients().createWithFixedSecret(aco, "fixed", "published", "fixed-secret");
      server.clock().advance(Duration.ofDays(4000));
      assertThat(http.bareToken("fixed", "fixed-secret").status()).isEqualTo(200);
      token = http.bareToken("fixed", "fixed-secret").text("access_token");
      assertThat(http.get("/auth/welcome", token).status()).isEqualTo(200);

      String rebound = "GET /_auth HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      assertThat(http.raw(rebound)).startsWith("HTTP/1.1 400").contains("OperationOutcome");
      assertThat(http.raw(rebound.replace("evil.example", "127.0.0.1"))).startsWith("HTTP/1.1 200");
      assertThat(http.raw(rebound.replace("evil.example", "[::1]:80"))).startsWith("HTTP/1.1 200");
    }
    Path key = home.resolve("auth-key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String kept = Files.readString(key);
    try (AuthServer again = AuthServer.start("sandbox", sandbox)) {
      assertThat(again.bean(SigningKeys.class).activeKid()).isNotBlank();
    }
    assertThat(key).hasContent(kept);
  }

  @Test
  void givenTheRealThing_whenAFixedSecretIsAsked_thenRefused() {
    AuthServer server = AuthServer.shared();
    String aco = server.acoOf(server.newClient());
    assertThatThrownBy(
            () -> server.clients().createWithFixedSecret(aco, "fixed", "published", "secret"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.clients().find("fixed")).isEmpty();
  }

  private static int count(JdbcTemplate db, String condition) {
    Integer count =
        db.queryForObject(
            "SELECT COUNT(*) FROM auth_signing_key WHERE " + condition, Integer.class);
    return count == null ? 0 : count;
  }

  /** Counts what is read, and fails when it is told to. */
  private static final class FailingReads extends SigningKeyStore {
    private boolean away;
    private int reads;

    FailingReads(AuthServer server) {
      super(
          server.bean(JdbcTemplate.class),
          server.bean(AuditTrail.class),
          server.bean(PlatformTransactionManager.class));
    }

    @Override
    List<StoredKey> all() {
      reads++;
      if (away) {
        throw new DataAccessResourceFailureException("away");
      }
      return super.all();
    }
  }

  /** Stands still until it is set. */
  private static final class HandClock extends Clock {
    private final AtomicReference<Instant> hand;

    HandClock(AtomicReference<Instant> hand) {
      this.hand = hand;
    }

    @Override
    public Instant instant() {
      return hand.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
