package io.bcda.attribution;

import io.bcda.attribution.Delivery.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The one transaction in which an archive becomes a roster. */
@Component
class RosterLoad {
  private static final int MANY = 10_000;

  private record Loaded(Roster roster, RosterRead read, Optional<Roster> before) {
    boolean inForce() {
      return before.isEmpty() || roster.supersedes(before.get());
    }
  }

  private final DeliveryStore deliveries;
  private final RosterStore rosters;
  private final RosterMembers members;
  private final AttributionSettings settings;
  private final TransactionTemplate transaction;

  RosterLoad(
      DeliveryStore deliveries,
      RosterStore rosters,
      RosterMembers members,
      AttributionSettings settings,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.rosters = rosters;
    this.members = members;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Loads an archive whole, or throws and loads nothing.
   *
   * @param name the file's name, which {@code parsed} understood
   * @return what was loaded; empty if another node loaded the same bytes meanwhile
   * @throws io.bcda.refusal.Refusal if the archive's content is refused
   */
  Optional<Delivery> load(
      String name, String sha256, DeliveryName parsed, CclfArchive archive, Cclf0 control) {
    Optional<Loaded> loaded =
        transaction.execute(
            status -> {
              DeliveryStore.Received delivery = deliveries.loading(name, sha256);
              Loaded roster = roster(delivery, parsed, archive, control);
              return stillUnknown(delivery, roster, status);
            });
    return loaded.map(
        roster ->
            new Delivery(
                name, sha256, Outcome.LOADED, notes(roster), Optional.of(roster.roster())));
  }

  private Loaded roster(
      DeliveryStore.Received delivery, DeliveryName parsed, CclfArchive archive, Cclf0 control) {
    long id = rosters.add(delivery.id(), parsed, archive.fileTime(), delivery.at());
    MbiRules rules = new MbiRules(settings.mbiForm(), settings.syntheticMbi());
    RosterRead read =
        members.write(
            id,
            sink ->
                archive.roster(
                    file -> Cclf8.read(file, control.cclf8(), settings.counts(), rules, sink)));
    Roster roster = rosters.complete(id, read.members());
    return new Loaded(roster, read, rosters.putInForce(roster).map(RosterInForce::roster));
  }

  // Under the ACO's lock, so that of two who load the same bytes at once the later one sees it.
  private Optional<Loaded> stillUnknown(
      DeliveryStore.Received delivery, Loaded roster, TransactionStatus status) {
    if (deliveries.isLoadedByAnother(delivery)) {
      status.setRollbackOnly();
      return Optional.empty();
    }
    deliveries.loaded(delivery, roster.roster().aco(), summary(roster));
    return Optional.of(roster);
  }

  private static String summary(Loaded loaded) {
    Roster roster = loaded.roster();
    return "%s roster of ACO %s, performance year %d, file of %s, %d members, %s"
        .formatted(
            roster.kind(),
            roster.aco(),
            roster.performanceYear(),
            roster.fileTime(),
            roster.members(),
            loaded.inForce() ? "in force." : "kept and not in force: a newer one is.");
  }

  private List<String> notes(Loaded loaded) {
    if (loaded.roster().members() >= MANY) {
      members.analyze();
    }
    List<String> notes = new ArrayList<>();
    notes.add(summary(loaded));
    loaded.before().filter(former -> loaded.inForce()).ifPresent(f -> notes.add(moves(loaded, f)));
    if (loaded.read().duplicates() > 0) {
      notes.add(loaded.read().duplicates() + " records repeat an MBI and were folded.");
    }
    if (loaded.read().odd() > 0) {
      notes.add(
          "Warning: %d MBIs have not CMS's form (bcda.attribution.mbi-form)."
              .formatted(loaded.read().odd()));
    }
    return notes;
  }

  private String moves(Loaded loaded, Roster former) {
    long now = loaded.roster().id();
    return "%s roster %d of %s (%d members): %d joined, %d left."
        .formatted(
            loaded.roster().isSameDeliveryAs(former) ? "Corrects" : "Supersedes",
            former.id(),
            former.fileTime(),
            former.members(),
            members.onlyInFirst(now, former.id()),
            members.onlyInFirst(former.id(), now));
  }
}
