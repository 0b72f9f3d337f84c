package io.bcda.loading;

import io.bcda.inbox.Inbox;
import io.bcda.inbox.InboxHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes claims files from the inbox: loaded ones go to {@code done}, hopeless ones to {@code
 * rejected}, each with its report. A file whose load failed through no fault of its own goes back,
 * and holds up those behind it, so that its older content is not put over newer. Called by one
 * thread at a time.
 */
final class ClaimsInbox implements InboxHandler {
  private static final Logger log = LoggerFactory.getLogger(ClaimsInbox.class);

  private final Inbox inbox;
  private final Function<Path, LoadReport> load;

  /** Name of the file that must be loaded before others, because it could not be. */
  private @Nullable String heldUpBy;

  ClaimsInbox(Inbox inbox, Function<Path, LoadReport> load) {
    this.inbox = inbox;
    this.load = load;
  }

  @Override
  public List<Path> inTurn(List<Path> ready) {
    List<Path> order = DeliveryOrder.of(ready);
    for (int i = 0; i < order.size(); i++) {
      if (name(order.get(i)).equals(heldUpBy)) {
        return order.subList(0, i + 1);
      }
    }
    heldUpBy = null;
    return order;
  }

  @Override
  public void take(Path file) throws IOException {
    String name = name(file);
    if (heldUpBy != null && !name.equals(heldUpBy)) {
      throw new IOException("waits until " + heldUpBy + " is loaded");
    }
    if (!isClaims(name)) {
      inbox.rejected(file, "Not a claims file: its name must end in .ndjson or .ndjson.gz\n");
      log.atWarn().addKeyValue("file", name).log("file in the claims inbox is no claims file");
      return;
    }
    LoadReport report = load.apply(file);
    heldUpBy = report.state().shouldRetry() ? name : null;
    switch (report.state()) {
      case DONE, SKIPPED -> inbox.done(file, report.text());
      case STOPPED, REFUSED -> inbox.rejected(file, report.text());
      case RUNNING, FAILED -> throw new IOException(report.detail());
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static boolean isClaims(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".ndjson") || lower.endsWith(".ndjson.gz");
  }
}
