package io.bcda.auth;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Tokens that were revoked before their time. Tokens themselves are not stored. */
@Repository
class DeniedTokens {
  private static final String INSERT =
      """
      INSERT INTO auth_denied_token(jti, client_id, expires_at, denied_at) VALUES (?,?,?,?)
      """;

  /** A condition on the id of a token: nobody has revoked it. */
  static final String NOT_DENIED = "NOT EXISTS (SELECT 1 FROM auth_denied_token WHERE jti = ?)";

  private final JdbcTemplate db;
  private final Clock clock;

  DeniedTokens(JdbcTemplate db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Whether a token of an external issuer is denied; ours are asked for with their client. */
  boolean contains(String mark) {
    return !db.queryForList("SELECT jti FROM auth_denied_token WHERE jti = ?", String.class, mark)
        .isEmpty();
  }

  /** Denies a token; again is no harm. Forgets those that have expired by a day. */
  void add(String jti, String clientId, Instant expiresAt) {
    Instant now = clock.instant();
    db.update(
        "DELETE FROM auth_denied_token WHERE expires_at < ?",
        Timestamp.from(now.minus(Duration.ofDays(1))));
    try {
      db.update(INSERT, jti, clientId, Timestamp.from(expiresAt), Timestamp.from(now));
    } catch (DuplicateKeyException e) {
      // Denied already, and stays so.
    }
  }
}
