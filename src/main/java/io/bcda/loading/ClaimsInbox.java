package io.bcda.loading;

import io.bcda.inbox.Inbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes claims files from the inbox: loaded ones go to {@code done}, hopeless ones to {@code
 * rejected}, each with its report. A file whose load failed through no fault of its own stays, and
 * holds up those behind it, so that older content is never put over newer. Called by one thread at
 * a time.
 */
final class ClaimsInbox {
  private static final Logger log = LoggerFactory.getLogger(ClaimsInbox.class);

  private final Inbox inbox;
  private final ClaimsLoad load;
  private final Duration retryAfter;
  private final Clock clock;
  private Instant notBefore = Instant.MIN;

  ClaimsInbox(Inbox inbox, ClaimsLoad load, Duration retryAfter, Clock clock) {
    this.inbox = inbox;
    this.load = load;
    this.retryAfter = retryAfter;
    this.clock = clock;
  }

  /** Takes every file that is ready. */
  void takeAll() {
    if (clock.instant().isBefore(notBefore)) {
      return;
    }
    for (Path file : DeliveryOrder.of(inbox.ready())) {
      if (!take(file)) {
        notBefore = clock.instant().plus(retryAfter);
        return;
      }
    }
  }

  /** False if the file must be tried again. */
  private boolean take(Path file) {
    String name = file.getFileName().toString();
    if (!isClaims(name)) {
      inbox.rejected(file, "Not a claims file: its name must end in .ndjson or .ndjson.gz\n");
      log.atWarn().addKeyValue("file", name).log("file in the claims inbox is no claims file");
      return true;
    }
    LoadReport report = load.load(file);
    switch (report.state()) {
      case DONE, SKIPPED -> inbox.done(file, report.text());
      case STOPPED, REFUSED -> inbox.rejected(file, report.text());
      case RUNNING, FAILED -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isClaims(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".ndjson") || lower.endsWith(".ndjson.gz");
  }
}
