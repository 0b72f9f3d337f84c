package io.bcda.auth;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tokens that were revoked before their time. Tokens themselves are not stored. */
@Repository
class DeniedTokens {
  private static final String INSERT =
      """
      INSERT INTO auth_denied_token(jti, client_id, expires_at, denied_at)
      SELECT CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS TIMESTAMP WITH TIME ZONE),
             CAST(? AS TIMESTAMP WITH TIME ZONE)
       WHERE NOT EXISTS (SELECT 1 FROM auth_denied_token d WHERE d.jti = ?)
      """;

  /** A condition on the id of a token: nobody has revoked it. */
  static final String NOT_DENIED = "NOT EXISTS (SELECT 1 FROM auth_denied_token WHERE jti = ?)";

  private final JdbcTemplate db;
  private final Clock clock;
  private final TransactionTemplate transaction;

  DeniedTokens(JdbcTemplate db, Clock clock, PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Whether a token of an external issuer is denied; ours are asked for with their client. */
  boolean contains(String mark) {
    return !db.queryForList("SELECT jti FROM auth_denied_token WHERE jti = ?", String.class, mark)
        .isEmpty();
  }

  /**
   * Denies a token; again is no harm. Forgets those that have expired by a day.
   *
   * @param telling tells the audit trail of it, in the same transaction
   */
  void add(String jti, String clientId, Instant expiresAt, Runnable telling) {
    Instant now = clock.instant();
    db.update(
        "DELETE FROM auth_denied_token WHERE expires_at < ?",
        Timestamp.from(now.minus(Duration.ofDays(1))));
    try {
      transaction.executeWithoutResult(
          status -> {
            db.update(INSERT, jti, clientId, Timestamp.from(expiresAt), Timestamp.from(now), jti);
            telling.run();
          });
    } catch (DuplicateKeyException e) {
      // Somebody else denied it at this moment, and told of it.
    }
  }
}
