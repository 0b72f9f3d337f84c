package io.bcda.attribution;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.KnowledgeSql;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets an ACO take part, ends its participation, or takes that back. Each change takes effect at
 * once, and is on the audit trail or has not happened.
 */
@Component
public class AcoTerms {
  private final AcoRegistry acos;
  private final ParticipationStore participations;
  private final RosterStore rosters;
  private final KnowledgeSql knowledge;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  AcoTerms(
      AcoRegistry acos,
      ParticipationStore participations,
      RosterStore rosters,
      KnowledgeSql knowledge,
      AuditTrail audit,
      PlatformTransactionManager transactions) {
    this.acos = acos;
    this.participations = participations;
    this.rosters = rosters;
    this.knowledge = knowledge;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Registers an active ACO.
   *
   * @param how it came to be, for the audit trail
   * @throws Refusal as {@link AcoRegistry#create}
   */
  public Aco register(String cmsId, String name, String model, String how) {
    return transaction.execute(
        status -> {
          Aco aco = acos.create(cmsId, name, model);
          audit.append(AuditKind.ACO_CREATED, aco.cmsId(), null, null, how);
          return aco;
        });
  }

  /**
   * Lets an ACO whose participation ended go on with what belongs to that time.
   *
   * @param until the last day on which it may use the server, UTC; empty for no such day
   * @throws Refusal NOT_FOUND if there is no such ACO; MALFORMED if {@code until} lies before the
   *     end
   */
  public void limit(String aco, Participation ended, Optional<LocalDate> until) {
    if (until.isPresent() && until.get().isBefore(ended.endedOn())) {
      throw new Refusal(
          Reason.MALFORMED, "The last day of access lies before the end of the participation");
    }
    change(
        aco,
        () -> {
          acos.setStatus(aco, Aco.Status.ACTIVE);
          acos.setAccessUntil(aco, until);
          participations.set(aco, Optional.of(ended));
          rosters.putNewestInForce(aco, ended::allows);
          return "limited: participation ended on %s, attribution %s, claims %s, access until %s"
              .formatted(
                  ended.endedOn(),
                  ended.attribution(),
                  ended.claims(),
                  until.map(LocalDate::toString).orElse("further notice"));
        });
  }

  /** How the ACO's participation ended; empty if it goes on, or there is no such ACO. */
  public Optional<Participation> of(String aco) {
    return participations.now(aco);
  }

  /**
   * Refuses an ACO on every path.
   *
   * @throws Refusal NOT_FOUND if there is no such ACO
   */
  public void deny(String aco) {
    change(
        aco,
        () -> {
          acos.setStatus(aco, Aco.Status.DENIED);
          return "denied";
        });
  }

  /**
   * Lets an ACO take part as before, with its newest roster.
   *
   * @throws Refusal NOT_FOUND if there is no such ACO
   */
  public void restore(String aco) {
    change(
        aco,
        () -> {
          acos.setStatus(aco, Aco.Status.ACTIVE);
          acos.setAccessUntil(aco, Optional.empty());
          participations.set(aco, Optional.empty());
          rosters.putNewestInForce(aco, fileTime -> true);
          return "restored";
        });
  }

  /** What is done, told for the audit trail. */
  @FunctionalInterface
  private interface Change {
    String done();
  }

  private void change(String aco, Change change) {
    transaction.executeWithoutResult(
        status -> {
          knowledge.now(); // before any row is held
          if (!acos.lock(aco)) {
            throw new Refusal(Reason.NOT_FOUND, "There is no ACO " + aco);
          }
          audit.append(AuditKind.ACO_TERMS_CHANGED, aco, null, null, change.done());
        });
  }
}
