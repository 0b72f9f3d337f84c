package io.bcda.attribution;

import io.bcda.attribution.Participation.Bound;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes rosters back, each in a transaction of its own. */
@Component
class RosterRollback {

  /**
   * What was done.
   *
   * @param gone the roster that is in force no more
   * @param delivery that brought it, which can be delivered again
   * @param now what is in force instead; empty for none
   */
  record Change(Roster gone, long delivery, Optional<RosterInForce> now) {}

  private final RosterStore rosters;
  private final DeliveryStore deliveries;
  private final ParticipationStore participations;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  RosterRollback(
      RosterStore rosters,
      DeliveryStore deliveries,
      ParticipationStore participations,
      AuditTrail audit,
      PlatformTransactionManager transactions) {
    this.rosters = rosters;
    this.deliveries = deliveries;
    this.participations = participations;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Takes back the roster in force, whichever it is.
   *
   * @throws Refusal NOT_FOUND if none is in force
   */
  Change rollback(String aco, RosterKind kind) {
    return rollback(aco, kind, inForce -> true);
  }

  /**
   * Takes back this roster.
   *
   * @throws Refusal NOT_FOUND if it is not in force
   */
  Change rollback(Roster roster) {
    return rollback(roster.aco(), roster.kind(), inForce -> inForce.id() == roster.id());
  }

  private Change rollback(String aco, RosterKind kind, Predicate<Roster> isMeant) {
    Change change =
        transaction.execute(
            status -> {
              RosterInForce held = rosters.holdInForce(aco, kind);
              if (!isMeant.test(held.roster())) {
                throw new Refusal(
                    Reason.NOT_FOUND,
                    "The roster of this delivery is not in force; nothing was done");
              }
              return rolledBack(held);
            });
    if (change == null) {
      throw new IllegalStateException("a roll-back without a change");
    }
    return change;
  }

  private Change rolledBack(RosterInForce held) {
    Roster gone = held.roster();
    long delivery = rosters.deliveryOf(gone);
    deliveries.rolledBack(delivery);
    replace(held);
    Optional<RosterInForce> now = rosters.inForce(gone.aco(), gone.kind());
    audit.append(
        AuditKind.ROSTER_ROLLED_BACK,
        gone.aco(),
        null,
        gone.kind() + " roster " + gone.id(),
        now.map(n -> "roster " + n.roster().id() + " in force").orElse("none in force"));
    return new Change(gone, delivery, now);
  }

  /**
   * An ACO whose participation ended keeps the newest roster of that time: what was before may not
   * be.
   */
  private void replace(RosterInForce held) {
    String aco = held.roster().aco();
    Optional<Participation> bounded =
        participations.now(aco).filter(ended -> ended.attribution() == Bound.ENDED);
    if (bounded.isPresent()) {
      rosters.putNewestInForce(aco, bounded.get()::allows);
    } else {
      rosters.putFormerBack(held);
    }
  }
}
