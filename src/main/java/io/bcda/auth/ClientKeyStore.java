package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The public keys of clients that sign in by assertion, or where they publish them. Read from the
 * database for each assertion, so that a change acts on all nodes at once. One replaces the other.
 */
@Repository
public class ClientKeyStore {
  /** Takes the client's row, so that of two changes at once the later one stands. */
  private static final String HOLD =
      "SELECT aco FROM auth_client WHERE client_id = ? AND status = 'ACTIVE' FOR UPDATE";

  private static final String INSERT =
      "INSERT INTO auth_client_key(client_id, kid, kty, jwk, added_at) VALUES (?,?,?,?,?)";
  private static final String INSERT_URL =
      "INSERT INTO auth_client_jwks_url(client_id, url, added_at) VALUES (?,?,?)";
  private static final String KEYS =
      "SELECT jwk, added_at FROM auth_client_key WHERE client_id = ? ORDER BY kid, kty";
  private final JdbcTemplate db;
  private final TransactionTemplate transaction;
  private final JwksUrlRules urls;
  private final AuditTrail audit;
  private final Clock clock;

  ClientKeyStore(
      JdbcTemplate db,
      PlatformTransactionManager transactions,
      JwksUrlRules urls,
      AuditTrail audit,
      Clock clock) {
    this.db = db;
    this.transaction = new TransactionTemplate(transactions);
    this.urls = urls;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a client has; nothing for one that is not there. */
  public ClientKeys find(String clientId) {
    List<ClientKey> keys =
        db.query(
            KEYS,
            (rs, i) -> {
              JWK key = parsed(rs.getString(1));
              int bits = key instanceof RSAKey rsa ? rsa.size() : 384;
              String kty = key.getKeyType().getValue();
              return new ClientKey(key.getKeyID(), kty, bits, rs.getTimestamp(2).toInstant());
            },
            clientId);
    return new ClientKeys(url(clientId), keys);
  }

  /** The ids of all keys that are kept here, by client. */
  public Map<String, List<String>> ids() {
    Map<String, List<String>> ids = new HashMap<>();
    db.query(
        "SELECT client_id, kid FROM auth_client_key ORDER BY client_id, kid, kty",
        rs -> {
          ids.computeIfAbsent(rs.getString(1), c -> new ArrayList<>()).add(rs.getString(2));
        });
    return ids;
  }

  /**
   * Gives a client the keys of a JWKS in place of what it had.
   *
   * @param jwks RFC 7517 section 5: one to ten public keys, RSA of 2048 bits or more or P-384, each
   *     with a kid
   * @throws Refusal NOT_FOUND if there is no active client of this id, MALFORMED if a key is not
   *     one of these
   */
  public ClientKeys replace(String clientId, String jwks) {
    List<JWK> keys = ClientKeySet.demanded(jwks);
    String ids = keys.stream().map(JWK::getKeyID).collect(Collectors.joining(" "));
    return change(clientId, "keys by value: " + ids, () -> insert(clientId, keys));
  }

  /**
   * Has a client's keys read from a URL, in place of what it had. It is not opened here.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id, MALFORMED if the server must
   *     not open the URL
   */
  public ClientKeys setUrl(String clientId, String url) {
    String host = urls.checked(url).getHost();
    return change(
        clientId,
        "keys by URL at " + host,
        () -> db.update(INSERT_URL, clientId, url, Timestamp.from(clock.instant())));
  }

  /**
   * Takes a client's keys away: it can sign in by secret only.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public ClientKeys clear(String clientId) {
    return change(clientId, "no keys", () -> {});
  }

  /** The keys by value. */
  List<JWK> byValue(String clientId) {
    return db.query(KEYS, (rs, i) -> parsed(rs.getString(1)), clientId);
  }

  /** Where its keys are, if they are not here. */
  Optional<String> url(String clientId) {
    String sql = "SELECT url FROM auth_client_jwks_url WHERE client_id = ?";
    return db.queryForList(sql, String.class, clientId).stream().findFirst();
  }

  private ClientKeys change(String clientId, String outcome, Runnable insertion) {
    transaction.executeWithoutResult(
        status -> {
          String aco = hold(clientId);
          forget(clientId);
          insertion.run();
          audit.append(AuditKind.CLIENT_KEYS_CHANGED, aco, null, clientId, outcome);
        });
    return find(clientId);
  }

  /** Takes its keys away in the caller's transaction, without a word in the trail. */
  void forget(String clientId) {
    db.update("DELETE FROM auth_client_key WHERE client_id = ?", clientId);
    db.update("DELETE FROM auth_client_jwks_url WHERE client_id = ?", clientId);
  }

  private @Nullable String hold(String clientId) {
    List<@Nullable String> acos = db.queryForList(HOLD, String.class, clientId);
    if (acos.isEmpty()) {
      throw new Refusal(Reason.NOT_FOUND, "There is no active client of this id");
    }
    return acos.get(0);
  }

  private void insert(String clientId, List<JWK> keys) {
    Timestamp now = Timestamp.from(clock.instant());
    for (JWK key : keys) {
      String jwk = ClientKeySet.bare(key).toJSONString();
      db.update(INSERT, clientId, key.getKeyID(), key.getKeyType().getValue(), jwk, now);
    }
  }

  private static JWK parsed(String jwk) {
    try {
      return JWK.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("a key in the database is none", e);
    }
  }
}
