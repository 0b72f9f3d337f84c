package io.bcda.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Ends events that are older than {@code bcda.audit.keep}. The database lets nobody delete one of
 * the last 89 days.
 */
@Component
class AuditRetention {
  static final int AT_ONCE = 1000;
  private static final String EXPIRE =
      """
      DELETE FROM audit_event WHERE id IN (
        SELECT id FROM audit_event WHERE at < ? ORDER BY at FETCH FIRST %d ROWS ONLY)
      """
          .formatted(AT_ONCE);
  private final JdbcTemplate db;
  private final AuditTrail audit;
  private final AuditSettings settings;
  private final Clock clock;

  AuditRetention(JdbcTemplate db, AuditTrail audit, AuditSettings settings, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Deletes in batches, each a transaction of its own, and tells the trail how many there were.
   *
   * @return how many
   */
  long expire() {
    Instant before = clock.instant().minus(settings.keep());
    long all = 0;
    int some;
    do {
      some = db.update(EXPIRE, Timestamp.from(before));
      all += some;
    } while (some == AT_ONCE);
    if (all > 0) {
      audit.append(
          AuditKind.AUDIT_EXPIRED, null, null, null, "%d from before %s".formatted(all, before));
    }
    return all;
  }
}
