package io.bcda.attribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The one transaction in which a delivered file becomes a roster. */
@Component
class RosterLoad {
  private final DeliveryStore deliveries;
  private final RosterStore rosters;
  private final RosterMembers members;
  private final RosterReport reports;
  private final MbiChangeLoad changes;
  private final ParticipationStore participations;
  private final TransactionTemplate transaction;

  RosterLoad(
      DeliveryStore deliveries,
      RosterStore rosters,
      RosterMembers members,
      RosterReport reports,
      MbiChangeLoad changes,
      ParticipationStore participations,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.rosters = rosters;
    this.members = members;
    this.reports = reports;
    this.changes = changes;
    this.participations = participations;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Loads a roster whole, or throws and loads nothing.
   *
   * @return what was loaded; empty if another node loaded the same bytes meanwhile
   * @throws io.bcda.refusal.Refusal if the content is refused
   */
  Optional<Delivery> load(DeliveryRun run, DeliveryName name, RosterSource source) {
    Optional<Delivery> loaded = transaction.execute(status -> load(run, name, source, status));
    return loaded == null ? Optional.empty() : loaded;
  }

  private Optional<Delivery> load(
      DeliveryRun run, DeliveryName name, RosterSource source, TransactionStatus status) {
    DeliveryStore.Received delivery = deliveries.loading(run);
    long id = rosters.add(delivery.id(), name, source.fileTime(), delivery.at());
    RosterRead read = members.write(id, source::members);
    Optional<MbiChangeLoad.Learned> learned = learned(source);
    Roster roster = rosters.complete(id, read.members());
    Placed placed = rosters.putInForce(roster, mayCount(roster));
    // Under the ACO's lock, so that of two who load the same bytes at once the later one sees it.
    if (deliveries.isLoadedByAnother(delivery)) {
      status.setRollbackOnly();
      return Optional.empty();
    }
    List<String> notes = reports.notes(roster, read, placed, learned);
    deliveries.loaded(delivery, DeliveryFacts.of(roster), notes);
    if (!run.isForGood()) {
      status.setRollbackOnly();
    }
    return Optional.of(
        new Delivery(run.name(), run.sha256(), run.outcome(), notes, Optional.of(roster)));
  }

  /** An ACO whose participation ended keeps the roster of that time. */
  private Predicate<Instant> mayCount(Roster roster) {
    return fileTime ->
        participations.now(roster.aco()).map(ended -> ended.allows(fileTime)).orElse(true);
  }

  private Optional<MbiChangeLoad.Learned> learned(RosterSource source) {
    try {
      return changes.learn(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
