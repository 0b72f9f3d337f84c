package io.bcda.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What an operator is told about a roster that was loaded or taken back; never an MBI. */
@Component
class RosterReport {
  private static final int MANY = 10_000;
  private final RosterMembers members;
  private final AttributionStatuses statuses;

  RosterReport(RosterMembers members, AttributionStatuses statuses) {
    this.members = members;
    this.statuses = statuses;
  }

  /**
   * Sentences: first what was loaded, then what is odd about it. In the transaction of the load.
   *
   * @param placed whether it is in force, and which roster was before
   */
  List<String> notes(
      Roster roster, RosterRead read, Placed placed, Optional<MbiChangeLoad.Learned> learned) {
    if (roster.members() >= MANY) {
      members.analyze();
    }
    List<String> notes = new ArrayList<>();
    notes.add(summary(roster, placed));
    placed
        .before()
        .filter(former -> placed.isInForce())
        .ifPresent(former -> notes.add(moves(roster, former)));
    add(notes, read.duplicates(), "%d records repeat an MBI and were folded.");
    add(notes, members.unknown(roster.id()), "%d members are not known here yet.");
    add(
        notes,
        members.ambiguous(roster.id()),
        "Warning: %d members have an MBI that leads to two Patients; they match none.");
    add(notes, read.odd(), "Warning: %d MBIs have not CMS's form (bcda.attribution.mbi-form).");
    learned.ifPresent(l -> notes.addAll(l.notes()));
    return notes;
  }

  /** Sentences: what went, what is in force instead, and whether that can be used. */
  List<String> rolledBack(RosterRollback.Change change) {
    Roster gone = change.gone();
    List<String> notes = new ArrayList<>();
    notes.add(
        "Rolled back: %s (delivery %d), in force no more."
            .formatted(described(gone), change.delivery()));
    Optional<Roster> now = change.now().map(RosterInForce::roster);
    notes.add(
        now.map(roster -> inForceInstead(roster, gone))
            .orElse("No %s roster is in force now.".formatted(gone.kind())));
    now.map(roster -> statuses.of(roster.aco(), roster.kind()).validity())
        .filter(validity -> validity.state() != AttributionState.CURRENT)
        .ifPresent(validity -> notes.add("Warning: it cannot be used now. " + validity.sentence()));
    return notes;
  }

  private String inForceInstead(Roster roster, Roster gone) {
    return "In force now: %s: %d joined, %d left."
        .formatted(
            described(roster),
            members.onlyInFirst(roster.id(), gone.id()),
            members.onlyInFirst(gone.id(), roster.id()));
  }

  private static void add(List<String> notes, long count, String sentence) {
    if (count > 0) {
      notes.add(sentence.formatted(count));
    }
  }

  private static String summary(Roster roster, Placed placed) {
    return described(roster) + ", " + placed.standing().words() + ".";
  }

  private static String described(Roster roster) {
    return "%s roster of ACO %s, performance year %d, file of %s, %d members"
        .formatted(
            roster.kind(),
            roster.aco(),
            roster.performanceYear(),
            roster.fileTime(),
            roster.members());
  }

  private String moves(Roster roster, Roster former) {
    return "%s roster %d of %s (%d members): %d joined, %d left."
        .formatted(
            roster.isSameDeliveryAs(former) ? "Corrects" : "Supersedes",
            former.id(),
            former.fileTime(),
            former.members(),
            members.onlyInFirst(roster.id(), former.id()),
            members.onlyInFirst(former.id(), roster.id()));
  }
}
