package io.bcda.admin;

import io.bcda.loading.LoadCounts;
import io.bcda.loading.LoadProgress;
import io.bcda.loading.LoadRecord;
import io.bcda.loading.LoadState;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands about claims files that were loaded or are being loaded. */
final class LoadCommands {
  private static final int SHOWN = 50;

  private LoadCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "load list",
            List.of(),
            List.of(),
            List.of(),
            "shows the newest loads of claims files, of all nodes, and how far they are",
            LoadCommands::list));
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    Columns table =
        new Columns(
            "STARTED",
            "FINISHED",
            "STATE",
            "LINES",
            "CREATED",
            "UPDATED",
            "UNCHANGED",
            "DELETED",
            "REFUSED",
            "FILE");
    for (LoadRecord load : desk.claimsLoads().newest(SHOWN)) {
      LoadCounts counts = load.counts();
      table.add(
          seconds(load.startedAt()),
          seconds(load.finishedAt()),
          state(load),
          String.valueOf(counts.lines()),
          String.valueOf(counts.created()),
          String.valueOf(counts.updated()),
          String.valueOf(counts.unchanged()),
          String.valueOf(counts.deletions().resources()),
          String.valueOf(counts.refused()),
          load.file());
    }
    table.print(out);
  }

  private static String state(LoadRecord load) {
    return load.state() == LoadState.RUNNING
        ? new LoadProgress(load.file(), load.counts()).percent() + " %"
        : load.state().name();
  }

  private static String seconds(@Nullable Instant instant) {
    return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
