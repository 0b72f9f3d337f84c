package io.bcda.loading;

import io.bcda.inbox.Inbox;
import io.bcda.inbox.InboxHandler;
import io.bcda.loading.LoadingSettings.Nodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes claims files from the inbox: loaded ones go to {@code done}, hopeless ones to {@code
 * rejected}, each with its report. A file waits for those before it, so that older content is not
 * put over newer: for one that is still being written, that another node is busy with or was when
 * it died, or whose load failed through no fault of its own. Called by one thread at a time.
 */
final class ClaimsInbox implements InboxHandler {
  private static final Logger log = LoggerFactory.getLogger(ClaimsInbox.class);

  private final Inbox inbox;
  private final Function<Path, LoadReport> load;
  private final Nodes nodes;

  /** Names of what lay there at the last look. */
  private List<String> order = List.of();

  /** Name of the file that must be loaded before others, because it could not be. */
  private @Nullable String heldUpBy;

  ClaimsInbox(Inbox inbox, Function<Path, LoadReport> load, Nodes nodes) {
    this.inbox = inbox;
    this.load = load;
    this.nodes = nodes;
  }

  @Override
  public List<Path> inTurn(List<Path> ready) {
    if (nodes == Nodes.SIDE_BY_SIDE) {
      return upToTheOneThatHoldsUp(DeliveryOrder.of(ready));
    }
    if (!claimedByOthers(null).isEmpty()) {
      return List.of();
    }
    List<Path> all = DeliveryOrder.of(inbox.present());
    order = all.stream().map(ClaimsInbox::name).toList();
    return upToTheOneThatHoldsUp(all).stream().takeWhile(Set.copyOf(ready)::contains).toList();
  }

  private List<Path> upToTheOneThatHoldsUp(List<Path> files) {
    for (int i = 0; i < files.size(); i++) {
      if (name(files.get(i)).equals(heldUpBy)) {
        return files.subList(0, i + 1);
      }
    }
    heldUpBy = null;
    return files;
  }

  @Override
  public boolean mayTake(Path file) {
    return nodes == Nodes.SIDE_BY_SIDE || claimedByOthers(null).isEmpty();
  }

  /**
   * Without those that cannot come back before another file of their name is taken.
   *
   * @param mine what this node has claimed
   */
  private List<String> claimedByOthers(@Nullable Path mine) {
    List<Path> claimed = inbox.claimed();
    if (claimed.isEmpty()) {
      return List.of();
    }
    Set<String> delivered =
        inbox.present().stream().map(ClaimsInbox::name).collect(Collectors.toSet());
    return claimed.stream()
        .filter(file -> !file.equals(mine))
        .map(ClaimsInbox::name)
        .filter(name -> !delivered.contains(name))
        .toList();
  }

  /** Two nodes may have claimed at the same moment: then the first file goes on. */
  private void giveWay(Path mine) throws IOException {
    for (String other : claimedByOthers(mine)) {
      if (order.indexOf(other) <= order.indexOf(name(mine))) {
        throw new IOException("waits until " + other + " is loaded");
      }
    }
  }

  @Override
  public void take(Path file) throws IOException {
    String name = name(file);
    if (heldUpBy != null && !name.equals(heldUpBy)) {
      throw new IOException("waits until " + heldUpBy + " is loaded");
    }
    if (nodes == Nodes.IN_TURN) {
      giveWay(file);
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
