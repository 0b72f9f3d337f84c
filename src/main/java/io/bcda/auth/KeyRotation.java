package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import io.bcda.auth.SigningKeyFacts.State;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the signing keys without a token that fails: the next key is published, after a while it
 * signs, and the one before verifies on until no token of it can be alive. All nodes may do it at
 * once. Thread-safe.
 */
public class KeyRotation {
  /** How long others may keep what {@code /auth/jwks} told them. */
  static final Duration PUBLISHED_FOR = Duration.ofMinutes(5);

  /** How long a key is published before it signs: twice what others may keep an older answer. */
  static final Duration WAITS = PUBLISHED_FOR.multipliedBy(2);

  /** Until every node has stopped to sign with a retired key, and for clocks that differ. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
  private final SigningKeyStore store;
  private final Supplier<KeySeal> seal;
  private final KeyMaker maker;
  private final KeySettings settings;
  private final Clock clock;

  /**
   * @param seal asked for when keys are made or opened, and only then
   */
  KeyRotation(
      SigningKeyStore store,
      Supplier<KeySeal> seal,
      KeyMaker maker,
      KeySettings settings,
      Clock clock) {
    this.store = store;
    this.seal = seal;
    this.maker = maker;
    this.settings = settings;
    this.clock = clock;
  }

  /** Does what is due: forgets a key, stages the next, or lets it sign. */
  void round() {
    Instant now = clock.instant();
    List<StoredKey> keys = store.all();
    if (keys.stream().anyMatch(k -> k.isOver(now))) {
      int forgotten = store.forgetOver(now);
      if (forgotten > 0) {
        log.atInfo().addKeyValue("keys", forgotten).log("retired signing keys deleted");
      }
    }
    Optional<StoredKey> pending = in(keys, State.PENDING);
    if (pending.isEmpty()) {
      in(keys, State.ACTIVE).filter(k -> isOld(k, now)).ifPresent(k -> stage(k, now));
    } else if (!signsFrom(pending.get()).isAfter(now)) {
      promote(keys, now);
    }
  }

  /** All keys, the oldest first, without the keys. */
  public List<SigningKeyFacts> all() {
    return store.all().stream().map(StoredKey::facts).toList();
  }

  /**
   * Stages the next key. A node lets it sign, once it has been published long enough, whatever
   * {@code bcda.auth.key-life} is.
   *
   * @return when that will be
   * @throws Refusal BUSY if one waits already, NOT_FOUND if no server has run on this database
   */
  public Instant stage() {
    Instant now = clock.instant();
    List<StoredKey> keys = store.all();
    if (in(keys, State.PENDING).isPresent() || !stage(active(keys), now)) {
      throw new Refusal(Reason.BUSY, "A key waits already; key list tells since when");
    }
    return now.plus(WAITS);
  }

  /**
   * Lets the next key sign at once, the one that waits or a new one. Tokens stay good; who keeps
   * our key set for offline checks may meet a key that is not in it.
   *
   * @return the id of the key that signs now
   * @throws Refusal BUSY if somebody else rotates too, NOT_FOUND if no server has run on this
   *     database
   */
  public String hasten() {
    Instant now = clock.instant();
    List<StoredKey> keys = store.all();
    if (in(keys, State.PENDING).isEmpty()) {
      stage(active(keys), now);
    }
    return promote(store.all(), now)
        .orElseThrow(() -> new Refusal(Reason.BUSY, "The keys are being rotated by another"));
  }

  /**
   * Removes every key and makes one. All tokens end, on each node within {@link
   * SigningKeys#READ_AGAIN_AFTER}.
   *
   * @return the id of the key that signs now
   * @throws Refusal BUSY if somebody else does the same
   */
  public String discard() {
    JWK key = maker.make();
    if (!store.replaceAll(key.getKeyID(), seal.get().sealKey(key), clock.instant())) {
      throw new Refusal(Reason.BUSY, "The keys are being replaced by another");
    }
    tell(key.getKeyID(), "made, all others discarded");
    return key.getKeyID();
  }

  /**
   * Seals the keys anew, from a former key-encryption key to the one of the settings. Nodes that
   * run go on with what they have, until they are started again with the new one.
   *
   * @return how many were sealed
   * @throws io.bcda.settings.UnusableSetting if the former key-encryption key does not open them
   * @throws Refusal BUSY if the keys were changed meanwhile
   */
  public int reseal() {
    KeySeal former = KeyEncryptionKey.former(settings.formerKeyEncryptionKey());
    List<StoredKey> keys = store.all();
    List<String> sealed = new ArrayList<>();
    for (StoredKey key : keys) {
      sealed.add(seal.get().sealKey(open(former, key)));
    }
    if (!store.reseal(keys, sealed)) {
      throw new Refusal(Reason.BUSY, "The keys were changed meanwhile; try again");
    }
    return keys.size();
  }

  private boolean stage(StoredKey active, Instant now) {
    open(seal.get(), active); // a node with another key-encryption key must not make keys
    JWK key = maker.make();
    boolean first = store.addPending(key.getKeyID(), seal.get().sealKey(key), active, now);
    if (first) {
      tell(key.getKeyID(), "staged");
    }
    return first;
  }

  private Optional<String> promote(List<StoredKey> keys, Instant now) {
    Optional<StoredKey> next = in(keys, State.PENDING);
    StoredKey former = active(keys);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    open(seal.get(), next.get());
    String retired = seal.get().sealKey(open(seal.get(), former).toPublicJWK());
    Instant until = now.plus(AuthSettings.LONGEST_TOKEN).plus(GRACE);
    if (!store.promote(next.get(), former, retired, now, until)) {
      return Optional.empty(); // another node did
    }
    tell(next.get().kid(), "signs now");
    tell(former.kid(), "retired");
    return next.map(StoredKey::kid);
  }

  private boolean isOld(StoredKey active, Instant now) {
    Instant since = active.activeAt().orElse(active.createdAt());
    return !settings.keyLife().isZero()
        && !since.plus(settings.keyLife()).minus(WAITS).isAfter(now);
  }

  private void tell(String kid, String what) {
    log.atInfo().addKeyValue("kid", kid).addKeyValue("what", what).log("signing key changed");
  }

  private static Instant signsFrom(StoredKey pending) {
    return pending.createdAt().plus(WAITS);
  }

  private static Optional<StoredKey> in(List<StoredKey> keys, State state) {
    return keys.stream().filter(k -> k.is(state)).findFirst();
  }

  private static StoredKey active(List<StoredKey> keys) {
    return in(keys, State.ACTIVE)
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_FOUND,
                    "There is no signing key; the server's first start makes one"));
  }

  private static JWK open(KeySeal seal, StoredKey key) {
    try {
      return seal.openKey(key.kid(), key.sealed());
    } catch (GeneralSecurityException e) {
      throw SigningKeys.notOurs();
    }
  }
}
