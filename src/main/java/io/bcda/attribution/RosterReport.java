package io.bcda.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What an operator is told about a roster that was loaded; never an MBI. */
@Component
class RosterReport {
  private static final int MANY = 10_000;
  private final RosterMembers members;

  RosterReport(RosterMembers members) {
    this.members = members;
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

  private static void add(List<String> notes, long count, String sentence) {
    if (count > 0) {
      notes.add(sentence.formatted(count));
    }
  }

  private static String summary(Roster roster, Placed placed) {
    return "%s roster of ACO %s, performance year %d, file of %s, %d members, %s."
        .formatted(
            roster.kind(),
            roster.aco(),
            roster.performanceYear(),
            roster.fileTime(),
            roster.members(),
            placed.standing().words());
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
