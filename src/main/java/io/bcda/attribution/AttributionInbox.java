package io.bcda.attribution;

import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.Inbox;
import io.bcda.inbox.InboxHandler;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes attribution files from their inbox in the order of the times in their names. A roster of a
 * year that has not begun waits in the inbox: loaded, it would supersede the one that is used until
 * then.
 */
final class AttributionInbox implements InboxHandler {
  private static final Logger log = LoggerFactory.getLogger(AttributionInbox.class);

  private final Inbox inbox;
  private final DeliveryNames names;
  private final Deliveries deliveries;
  private final ArchiveChecks checks;
  private final Set<Path> waiting = new HashSet<>();

  AttributionInbox(
      FolderInbox inbox, DeliveryNames names, Deliveries deliveries, ArchiveChecks checks) {
    this.inbox = inbox;
    this.names = names;
    this.deliveries = deliveries;
    this.checks = checks;
  }

  @Override
  public List<Path> inTurn(List<Path> ready) {
    waiting.retainAll(ready);
    return deliveries.inTurn(
        ready.stream()
            .filter(file -> parsed(file).map(name -> begun(file, name)).orElse(true))
            .toList());
  }

  private Optional<DeliveryName> parsed(Path file) {
    try {
      return Optional.of(names.of(file.getFileName().toString()));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private boolean begun(Path file, DeliveryName name) {
    boolean begun = checks.hasBegun(name);
    if (!begun && waiting.add(file)) {
      log.atInfo()
          .addKeyValue("file", file.getFileName())
          .addKeyValue("performanceYear", name.performanceYear())
          .log("delivery waits for its year to begin");
    }
    return begun;
  }

  @Override
  public void take(Path file) throws IOException {
    Delivery delivery = deliveries.take(file);
    if (delivery.outcome() == Delivery.Outcome.REJECTED) {
      log.atWarn()
          .addKeyValue("file", delivery.name())
          .addKeyValue("reason", delivery.notes().get(0))
          .log("attribution delivery rejected");
      inbox.rejected(file, delivery.report());
      return;
    }
    log.atInfo()
        .addKeyValue("file", delivery.name())
        .addKeyValue("outcome", delivery.outcome())
        .addKeyValue("members", delivery.roster().map(Roster::members).orElse(null))
        .log("attribution delivery taken");
    inbox.done(file, delivery.report());
  }
}
