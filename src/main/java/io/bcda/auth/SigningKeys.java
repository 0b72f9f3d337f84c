package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.bcda.settings.UnusableSetting;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The keys that sign access tokens: in the database, sealed, the same for every node and after
 * every restart. The first start makes one; where several start at once, the unique slot lets one
 * win and the others take the winner's. Read again every 30 seconds. Thread-safe.
 */
@Component
class SigningKeys implements JWKSource<SecurityContext>, SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(30);
  private static final String LIVE =
      """
      SELECT kid, sealed_jwk, slot FROM auth_signing_key
       WHERE retire_after IS NULL OR retire_after > ?
       ORDER BY created_at, kid
      """;
  private static final String INSERT =
      "INSERT INTO auth_signing_key(kid, sealed_jwk, slot, created_at) VALUES (?,?,1,?)";
  private final JdbcTemplate db;
  private final KeySeal seal;
  private final KeyMaker maker;
  private final Clock clock;
  private volatile Loaded loaded = new Loaded(new JWKSet(), "", Instant.MIN);

  SigningKeys(JdbcTemplate db, KeySeal seal, KeyMaker maker, Clock clock) {
    this.db = db;
    this.seal = seal;
    this.maker = maker;
    this.clock = clock;
  }

  /** Fails the start, rather than the first request, if the keys cannot be opened. */
  @Override
  public void afterSingletonsInstantiated() {
    keys();
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    return selector.select(keys().all());
  }

  /** The id of the key that signs now. */
  String activeKid() {
    return keys().active();
  }

  /** All live keys, without their private parts. */
  JWKSet published() {
    return keys().all().toPublicJWKSet();
  }

  private Loaded keys() {
    Loaded now = loaded;
    Instant stale = clock.instant().minus(READ_AGAIN_AFTER);
    return now.at().isBefore(stale) || now.active().isEmpty() ? read() : now;
  }

  private synchronized Loaded read() {
    try {
      Optional<Loaded> stored = stored();
      if (stored.isEmpty()) {
        create();
        stored = stored();
      }
      loaded = stored.orElseThrow(() -> new IllegalStateException("no signing key is active"));
    } catch (DataAccessException e) {
      if (loaded.active().isEmpty()) {
        throw e;
      }
      log.atWarn().setCause(e).log("signing keys not read again, going on with the last ones");
    }
    return loaded;
  }

  private Optional<Loaded> stored() {
    Instant now = clock.instant();
    List<Row> rows =
        db.query(
            LIVE,
            (rs, i) -> new Row(open(rs.getString(1), rs.getString(2)), rs.getInt(3) == 1),
            Timestamp.from(now));
    return rows.stream()
        .filter(Row::active)
        .findFirst()
        .map(r -> new Loaded(new JWKSet(rows.stream().map(Row::key).toList()), r.kid(), now));
  }

  private void create() {
    try {
      RSAKey key = maker.make();
      String sealed = seal.seal(key.getKeyID(), key.toJSONString());
      db.update(INSERT, key.getKeyID(), sealed, Timestamp.from(clock.instant()));
      log.atInfo().addKeyValue("kid", key.getKeyID()).log("signing key made");
    } catch (DuplicateKeyException e) {
      log.atInfo().log("another node made the signing key");
    }
  }

  private JWK open(String kid, String sealed) {
    try {
      return JWK.parse(seal.open(kid, sealed));
    } catch (GeneralSecurityException | IllegalArgumentException | ParseException e) {
      throw new UnusableSetting(
          "The key-encryption key does not open the signing keys in the database: they were sealed"
              + " with another.",
          "Set bcda.auth.key-encryption-key to the key used before. If that is lost, empty the table"
              + " auth_signing_key: the next start makes a new key, and tokens already given out"
              + " stop working.");
    }
  }

  private record Row(JWK key, boolean active) {
    String kid() {
      return key.getKeyID();
    }
  }

  private record Loaded(JWKSet all, String active, Instant at) {}
}
