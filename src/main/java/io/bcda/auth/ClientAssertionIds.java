package io.bcda.auth;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ids of assertions that were used, for all nodes: an id is used by inserting it, and of
 * several who do that at once one succeeds. Kept as hashes, until the assertion has expired.
 */
@Repository
class ClientAssertionIds {
  private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);
  private static final String INSERT =
      "INSERT INTO auth_jti(client_id, jti_sha256, expires_at) VALUES (?,?,?)";

  /** Bounded: nobody's token waits for a backlog. */
  private static final String CLEAN =
      """
      DELETE FROM auth_jti WHERE (client_id, jti_sha256) IN
        (SELECT client_id, jti_sha256 FROM auth_jti WHERE expires_at < ?
          ORDER BY expires_at FETCH FIRST 10000 ROWS ONLY)
      """;

  private final JdbcTemplate db;
  private final TransactionTemplate own;
  private final Clock clock;
  private final AtomicReference<Instant> nextCleaning = new AtomicReference<>(Instant.MIN);

  ClientAssertionIds(JdbcTemplate db, PlatformTransactionManager transactions, Clock clock) {
    this.db = db;
    this.own = new TransactionTemplate(transactions);
    // PostgreSQL ends the transaction in which an insert meets its like; it must be nobody else's.
    own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** Uses an id; false if it was used before. */
  boolean use(String clientId, ClientAssertionClaims.Once once) {
    clean();
    String hash = SecretHash.sha256(once.jti());
    try {
      own.executeWithoutResult(
          status -> db.update(INSERT, clientId, hash, Timestamp.from(once.until())));
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private void clean() {
    Instant now = clock.instant();
    Instant due = nextCleaning.get();
    if (!now.isBefore(due) && nextCleaning.compareAndSet(due, now.plus(BETWEEN_CLEANINGS))) {
      own.executeWithoutResult(status -> db.update(CLEAN, Timestamp.from(now)));
    }
  }
}
