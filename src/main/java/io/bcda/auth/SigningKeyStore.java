package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.SigningKeyFacts.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table of signing keys. Its slots are unique and its moves are guarded, so that nodes that do
 * the same at once do it once. What is done is told to the audit trail in the same transaction.
 */
@Repository
class SigningKeyStore {
  private static final int ACTIVE = 1;
  private static final int PENDING = 2;
  private static final String ALL =
      """
      SELECT kid, sealed_jwk, slot, created_at, active_at, retired_at, retire_after
        FROM auth_signing_key ORDER BY created_at, kid
      """;
  private static final String INSERT =
      """
      INSERT INTO auth_signing_key(kid, sealed_jwk, slot, created_at, active_at) VALUES (?,?,?,?,?)
      """;
  private static final String HOLD =
      "UPDATE auth_signing_key SET slot = slot WHERE kid = ? AND slot = 1";
  private static final String RETIRE =
      """
      UPDATE auth_signing_key SET slot = NULL, sealed_jwk = ?, retired_at = ?, retire_after = ?
       WHERE kid = ? AND slot = 1
      """;
  private static final String PROMOTE =
      "UPDATE auth_signing_key SET slot = 1, active_at = ? WHERE kid = ? AND slot = 2";
  private static final String FORGET =
      "DELETE FROM auth_signing_key WHERE slot IS NULL AND retire_after <= ?";
  private static final String RESEAL =
      "UPDATE auth_signing_key SET sealed_jwk = ? WHERE kid = ? AND sealed_jwk = ?";
  private final JdbcTemplate db;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  SigningKeyStore(JdbcTemplate db, AuditTrail audit, PlatformTransactionManager transactions) {
    this.db = db;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** All keys, the oldest first. One statement, so that one of them is active at any time. */
  List<StoredKey> all() {
    return db.query(ALL, (rs, i) -> key(rs));
  }

  /** Adds the key that signs. False if there is one. */
  boolean addActive(String kid, String sealed, Instant now) {
    try {
      transaction.executeWithoutResult(
          status -> {
            db.update(INSERT, kid, sealed, ACTIVE, at(now), at(now));
            tell(kid, "made, the first");
          });
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /**
   * Adds the key that will sign after another. False if one waits already, or the other signs no
   * more: making a key takes so long that all may have changed.
   */
  boolean addPending(String kid, String sealed, StoredKey after, Instant now) {
    try {
      Boolean done =
          transaction.execute(
              status -> {
                if (db.update(HOLD, after.kid()) != 1) {
                  return false;
                }
                db.update(INSERT, kid, sealed, PENDING, at(now), null);
                tell(kid, "staged");
                return true;
              });
      return Boolean.TRUE.equals(done);
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /**
   * Lets the waiting key sign, and the one before it no more. False if it is not as they were read:
   * somebody else was first.
   *
   * @param retired the former key's public part, sealed
   * @param until when the former key stops verifying
   */
  boolean promote(StoredKey next, StoredKey former, String retired, Instant now, Instant until) {
    Boolean done =
        transaction.execute(
            status -> {
              boolean both =
                  db.update(RETIRE, retired, at(now), at(until), former.kid()) == 1
                      && db.update(PROMOTE, at(now), next.kid()) == 1;
              if (both) {
                tell(next.kid(), "signs now");
                tell(former.kid(), "retired");
              } else {
                status.setRollbackOnly();
              }
              return both;
            });
    return Boolean.TRUE.equals(done);
  }

  /** Removes every key and adds one that signs. False if somebody else does the same. */
  boolean replaceAll(String kid, String sealed, Instant now) {
    try {
      transaction.executeWithoutResult(
          status -> {
            db.update("DELETE FROM auth_signing_key");
            db.update(INSERT, kid, sealed, ACTIVE, at(now), at(now));
            tell(kid, "made, all others discarded");
          });
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /** Deletes retired keys that verify no more. Returns how many. */
  int forgetOver(Instant now) {
    Integer forgotten =
        transaction.execute(
            status -> {
              int keys = db.update(FORGET, at(now));
              if (keys > 0) { // else another node did
                tell(null, keys + " removed");
              }
              return keys;
            });
    return forgotten == null ? 0 : forgotten;
  }

  /**
   * Puts what is sealed anew in the place of what was; all or, if one has changed meanwhile, none.
   *
   * @param sealed in the order of the keys
   */
  boolean reseal(List<StoredKey> keys, List<String> sealed) {
    Boolean done =
        transaction.execute(
            status -> {
              for (int i = 0; i < keys.size(); i++) {
                StoredKey key = keys.get(i);
                if (db.update(RESEAL, sealed.get(i), key.kid(), key.sealed()) != 1) {
                  status.setRollbackOnly();
                  return false;
                }
              }
              tell(null, keys.size() + " sealed anew");
              return true;
            });
    return Boolean.TRUE.equals(done);
  }

  private void tell(@Nullable String kid, String what) {
    audit.append(AuditKind.SIGNING_KEY_CHANGED, null, null, kid, what);
  }

  private static StoredKey key(ResultSet rs) throws SQLException {
    int slot = rs.getInt("slot");
    State state = slot == ACTIVE ? State.ACTIVE : slot == PENDING ? State.PENDING : State.RETIRED;
    return new StoredKey(
        rs.getString("kid"),
        rs.getString("sealed_jwk"),
        state,
        rs.getTimestamp("created_at").toInstant(),
        instant(rs.getTimestamp("active_at")),
        instant(rs.getTimestamp("retired_at")),
        instant(rs.getTimestamp("retire_after")));
  }

  private static Optional<Instant> instant(@Nullable Timestamp at) {
    return Optional.ofNullable(at).map(Timestamp::toInstant);
  }

  private static Timestamp at(Instant instant) {
    return Timestamp.from(instant);
  }
}
