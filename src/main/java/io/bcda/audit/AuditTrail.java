package io.bcda.audit;

import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
  private final ObjectProvider<Actor> actor;

  AuditTrail(JdbcTemplate db, Clock clock, ObjectProvider<Actor> actor) {
    this.db = db;
    this.clock = clock;
    this.actor = actor;
  }

  /**
   * Appends one event, in the caller's transaction if there is one.
   *
   * @param aco CMS id of the ACO, or null where none is known
   * @param clientId the OAuth client that did it, or null for the {@link Actor}, if there is one,
   *     or else the server itself
   * @param subject what it was done to: a job id, a file name, a delivery's name, a client
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
        clientId == null ? acting() : clientId,
        subject,
        outcome.length() > 500 ? outcome.substring(0, 500) : outcome);
  }

  private @Nullable String acting() {
    Actor present = actor.getIfAvailable();
    return present == null ? null : present.id().orElse(null);
  }
}
