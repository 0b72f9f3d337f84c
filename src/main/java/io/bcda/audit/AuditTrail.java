package io.bcda.audit;

import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Appends what happened: who, what, on what, with which outcome. Never an identifier of a person.
 */
@Repository
public class AuditTrail {
  private static final String APPEND =
      "INSERT INTO audit_event(at, kind, aco, client_id, subject, outcome) VALUES (?,?,?,?,?,?)";
  private final JdbcTemplate db;
  private final Clock clock;

  AuditTrail(JdbcTemplate db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * Appends one event, in the caller's transaction if there is one.
   *
   * @param aco CMS id of the ACO, or null where none is known
   * @param clientId the OAuth client, or null for the server itself
   * @param subject what it was done to: a job id, a file name, a delivery's name
   * @param outcome a word or a short sentence, at most 500 characters
   */
  public void append(
      AuditKind kind,
      @Nullable String aco,
      @Nullable String clientId,
      @Nullable String subject,
      String outcome) {
    db.update(
        APPEND,
        Timestamp.from(clock.instant()),
        kind.name(),
        aco,
        clientId,
        subject,
        outcome.length() > 500 ? outcome.substring(0, 500) : outcome);
  }
}
