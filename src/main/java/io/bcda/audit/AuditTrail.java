package io.bcda.audit;

import io.bcda.audit.RefusalFlood.Alike;
import io.bcda.audit.RefusalFlood.Held;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Appends what happened: who, what, on what, with which outcome. Never an identifier of a person: a
 * file may have been named by one, so what looks like an MBI is masked. Thread-safe.
 */
@Repository
public class AuditTrail {
  private static final String APPEND =
      """
      INSERT INTO audit_event(at, kind, aco, client_id, subject, address, outcome)
      VALUES (?,?,?,?,?,?,?)
      """;

  /**
   * CMS's form of an MBI, with or without dashes, in capitals or not; or an HICN, its predecessor.
   */
  private static final Pattern PERSON =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              + "[1-9][A-Za-z][A-Za-z0-9][0-9]-?[A-Za-z][A-Za-z0-9][0-9]-?[A-Za-z]{2}[0-9]{2}"
              + "|[0-9]{9}[A-TW][A-Z0-9]?"
              + ")(?![A-Za-z0-9])");

  private final RefusalFlood flood = new RefusalFlood();
  private final JdbcTemplate db;
  private final Clock clock;
  private final ObjectProvider<Actor> actor;

  AuditTrail(JdbcTemplate db, Clock clock, ObjectProvider<Actor> actor) {
    this.db = db;
    this.clock = clock;
    this.actor = actor;
  }

  /**
   * Appends one event, in the caller's transaction if there is one. Of refusals that are alike,
   * only the first of a minute are appended one by one; the others are counted, and the number
   * follows.
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
    Actor present = actor.getIfAvailable();
    String client = clientId != null || present == null ? clientId : present.id().orElse(null);
    String address = present == null ? null : present.address().orElse(null);
    Instant now = clock.instant();
    if (kind.isRefusal()) {
      tell(flood.over(now));
      if (!flood.admits(new Alike(kind, aco, client, outcome), now)) {
        return;
      }
    }
    insert(now, new Alike(kind, aco, client, outcome), subject, address);
  }

  /** Appends how many refusals were held back in minutes that are over. */
  void tellHeld() {
    tell(flood.over(clock.instant()));
  }

  /** The same for all minutes, at the end of the server. */
  void tellAllHeld() {
    tell(flood.over(Instant.MAX));
  }

  private void tell(List<Held> over) {
    for (Held held : over) {
      Alike alike = held.alike();
      String outcome = "%d more in a minute: %s".formatted(held.number(), alike.outcome());
      Alike told = new Alike(alike.kind(), alike.aco(), alike.client(), outcome);
      insert(clock.instant(), told, null, null);
    }
  }

  private void insert(Instant at, Alike event, @Nullable String subject, @Nullable String address) {
    db.update(
        APPEND,
        Timestamp.from(at),
        event.kind().name(),
        event.aco(),
        event.client(),
        subject == null ? null : masked(subject),
        address,
        cut(masked(event.outcome())));
  }

  private static String masked(String text) {
    return PERSON.matcher(text).replaceAll("[mbi]");
  }

  private static String cut(String outcome) {
    return outcome.length() > 500 ? outcome.substring(0, 500) : outcome;
  }
}
