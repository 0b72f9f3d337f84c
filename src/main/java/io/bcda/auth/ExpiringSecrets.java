package io.bcda.auth;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Warns the operator of secrets that end soon while their client has none that lasts longer. What
 * was rotated ends soon as well, and as it should.
 */
@Component
class ExpiringSecrets {
  private static final Logger log = LoggerFactory.getLogger(ExpiringSecrets.class);
  private static final Duration TELL_EVERY = Duration.ofDays(1);
  private static final String SELECT =
      """
      SELECT c.client_id, c.aco, s.expires_at
        FROM auth_client_secret s JOIN auth_client c ON c.client_id = s.client_id
       WHERE c.status = 'ACTIVE' AND s.expires_at > ? AND s.expires_at <= ?
         AND NOT EXISTS (SELECT 1 FROM auth_client_secret n
                          WHERE n.client_id = s.client_id
                            AND (n.expires_at IS NULL OR n.expires_at > ?))
       ORDER BY s.expires_at, s.id
      """;
  private final JdbcTemplate db;
  private final AuthSettings settings;
  private final Clock clock;
  private volatile int count;
  private @Nullable Instant toldAt;

  ExpiringSecrets(JdbcTemplate db, AuthSettings settings, Clock clock) {
    this.db = db;
    this.settings = settings;
    this.clock = clock;
  }

  /** How many there were at the last look. */
  int count() {
    return count;
  }

  /** Counts them; once a day it tells each to the log. */
  synchronized void look() {
    Instant now = clock.instant();
    List<Expiring> soon = find(now);
    count = soon.size();
    if (toldAt != null && now.isBefore(toldAt.plus(TELL_EVERY))) {
      return;
    }
    toldAt = now;
    for (Expiring one : soon) {
      log.atWarn()
          .addKeyValue("client", one.clientId())
          .addKeyValue("aco", one.aco().orElse("none"))
          .addKeyValue("days", Duration.between(now, one.expiresAt()).toDays())
          .log("a client's secret ends soon and it has no other: client rotate");
    }
  }

  private List<Expiring> find(Instant now) {
    Timestamp horizon = Timestamp.from(now.plus(settings.secretWarning()));
    return db.query(
        SELECT,
        (rs, i) ->
            new Expiring(
                rs.getString("client_id"),
                Optional.ofNullable(rs.getString("aco")),
                rs.getTimestamp("expires_at").toInstant()),
        Timestamp.from(now),
        horizon,
        horizon);
  }

  private record Expiring(String clientId, Optional<String> aco, Instant expiresAt) {}
}
