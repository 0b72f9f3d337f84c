package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes deliveries back that should not have come. The same file can be delivered again. */
@Component
public class DeliveryRollback {
  private static final String AGAIN = "The same file can be delivered again.";
  private final DeliveryLog log;
  private final RosterStore rosters;
  private final RosterRollback rosterRollback;
  private final PreferenceRollback preferenceRollback;
  private final RosterReport reports;

  DeliveryRollback(
      DeliveryLog log,
      RosterStore rosters,
      RosterRollback rosterRollback,
      PreferenceRollback preferenceRollback,
      RosterReport reports) {
    this.log = log;
    this.rosters = rosters;
    this.rosterRollback = rosterRollback;
    this.preferenceRollback = preferenceRollback;
    this.reports = reports;
  }

  /**
   * Takes an ACO's roster out of force. The one that was in force before it comes back, if there
   * was one; of an ACO whose participation ended, the newest that is left of that time.
   *
   * @return sentences for the operator
   * @throws Refusal NOT_FOUND if there is no such ACO, or it has no roster of the kind in force
   */
  public List<String> roster(String aco, RosterKind kind) {
    return told(rosterRollback.rollback(aco, kind));
  }

  /**
   * Takes one delivery back: its roster, as {@link #roster} does, or its preferences.
   *
   * @return sentences for the operator
   * @throws Refusal NOT_FOUND if there is no such delivery, or what it brought is not in force
   */
  public List<String> delivery(long id) {
    DeliveryRecord delivery =
        log.find(id).orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no delivery " + id));
    switch (delivery.outcome()) {
      case REJECTED ->
          throw new Refusal(Reason.NOT_FOUND, "Delivery " + id + " was rejected; it holds nothing");
      case ROLLED_BACK ->
          throw new Refusal(Reason.NOT_FOUND, "Delivery " + id + " is rolled back already");
      case LOADED -> {}
    }
    return rosters
        .broughtBy(id)
        .map(roster -> told(rosterRollback.rollback(roster)))
        .orElseGet(() -> told(preferenceRollback.rollback(delivery)));
  }

  private List<String> told(RosterRollback.Change change) {
    return told(reports.rolledBack(change));
  }

  private static List<String> told(List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    all.add(AGAIN);
    return all;
  }
}
