package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.bcda.settings.UnusableSetting;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The keys that sign access tokens, and as a source of keys those that verify them, without private
 * parts: in the database, sealed, the same for every node and after every restart. The first start
 * makes one; {@link KeyRotation} goes on from there. Read again every five seconds, and once for a
 * token of an unknown key. Thread-safe.
 */
@Component
class SigningKeys implements JWKSource<SecurityContext>, SmartInitializingSingleton {
  /** The longest that a node goes without noticing what became of the keys. */
  static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(5);

  /** Anybody can send unknown keys; this is how often they make us look. */
  private static final Duration UNKNOWN_EVERY = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private final SigningKeyStore store;
  private final KeySeal seal;
  private final KeyMaker maker;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile LoadedKeys loaded = LoadedKeys.NONE;

  SigningKeys(SigningKeyStore store, KeySeal seal, KeyMaker maker, Clock clock) {
    this.store = store;
    this.seal = seal;
    this.maker = maker;
    this.clock = clock;
  }

  /** Fails the start, rather than the first request, if the keys cannot be opened. */
  @Override
  public void afterSingletonsInstantiated() {
    keys(READ_AGAIN_AFTER);
  }

  /** Keys that verify tokens, those that wait and those that retired among them. */
  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    List<JWK> found = selector.select(keys(READ_AGAIN_AFTER).published());
    return found.isEmpty() ? selector.select(keys(UNKNOWN_EVERY).published()) : found;
  }

  /** What signs now; to be asked for each token. */
  LoadedKeys.Signer signer() {
    return keys(READ_AGAIN_AFTER)
        .signer()
        .orElseThrow(() -> new IllegalStateException("no signing key can be opened"));
  }

  /** The id of the key that signs now. */
  String activeKid() {
    return signer().kid();
  }

  /** All keys that verify, without their private parts. */
  JWKSet published() {
    return keys(READ_AGAIN_AFTER).published();
  }

  /** One thread reads; while it waits for the database, the others go on with what is there. */
  private LoadedKeys keys(Duration within) {
    LoadedKeys seen = loaded;
    if (seen.isFresh(clock.instant(), within)) {
      return seen;
    }
    boolean mustWait = seen.signer().isEmpty() || within.equals(UNKNOWN_EVERY);
    if (mustWait) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return seen;
    }
    try {
      if (!loaded.isFresh(clock.instant(), within)) {
        loaded = read(loaded);
      }
      return loaded;
    } finally {
      reading.unlock();
    }
  }

  private LoadedKeys read(LoadedKeys before) {
    Instant now = clock.instant();
    try {
      List<StoredKey> stored = stored(now);
      if (stored.stream().noneMatch(k -> k.is(SigningKeyFacts.State.ACTIVE))) {
        create(now);
        stored = stored(now);
      }
      return opened(stored, before, now);
    } catch (DataAccessException e) {
      if (before.signer().isEmpty()) {
        throw e;
      }
      log.atWarn().setCause(e).log("signing keys not read again, going on with the last ones");
      return before.at(clock.instant());
    }
  }

  private List<StoredKey> stored(Instant now) {
    return store.all().stream().filter(k -> !k.isOver(now)).toList();
  }

  private void create(Instant now) {
    JWK key = maker.make();
    boolean first = store.addActive(key.getKeyID(), seal.sealKey(key), now);
    log.atInfo()
        .addKeyValue("kid", key.getKeyID())
        .log(first ? "signing key made" : "another node made the signing key");
  }

  private LoadedKeys opened(List<StoredKey> stored, LoadedKeys before, Instant now) {
    Map<String, LoadedKeys.Opened> opened = new LinkedHashMap<>();
    Optional<JWK> active = Optional.empty();
    for (StoredKey key : stored) {
      LoadedKeys.Opened one = open(key, before);
      if (one == null) {
        continue;
      }
      opened.put(key.kid(), one);
      if (key.is(SigningKeyFacts.State.ACTIVE)) {
        active = Optional.of(one.key());
      }
    }
    return LoadedKeys.of(opened, active, now);
  }

  /**
   * A key; as it was, if it is sealed under another key-encryption key now and this node has not
   * been started again with that; null if the node never could open it.
   *
   * @throws UnusableSetting at the start, if the key-encryption key does not open it
   */
  private LoadedKeys.@Nullable Opened open(StoredKey key, LoadedKeys before) {
    LoadedKeys.Opened known = before.opened().get(key.kid());
    if (known != null && known.sealed().equals(key.sealed())) {
      return known;
    }
    try {
      return new LoadedKeys.Opened(key.sealed(), seal.openKey(key.kid(), key.sealed()));
    } catch (GeneralSecurityException e) {
      if (before.opened().isEmpty()) {
        throw notOurs();
      }
      log.atError()
          .addKeyValue("kid", key.kid())
          .log("signing key is sealed with another key-encryption key than this node has");
      return known == null ? null : new LoadedKeys.Opened(key.sealed(), known.key());
    }
  }

  /** What to do about keys that do not open. */
  static UnusableSetting notOurs() {
    return new UnusableSetting(
        "The key-encryption key does not open the signing keys in the database: they were sealed"
            + " with another.",
        "Set bcda.auth.key-encryption-key to the key used before. If that is lost, empty the table"
            + " auth_signing_key: the next start makes a new key, and tokens already given out"
            + " stop working.");
  }
}
