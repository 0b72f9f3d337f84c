package io.bcda.admin;

import io.bcda.audit.AuditKind;
import io.bcda.store.ClaimIndexRebuild;
import io.bcda.store.SearchUpkeepStore;
import java.io.PrintStream;
import java.util.List;

/** Commands about the index of claims. */
final class IndexCommands {
  private static final int TELL_EVERY = 50_000;

  private IndexCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "index rebuild",
            List.of(),
            List.of(),
            List.of(),
            "makes the index of claims anew from the stored resources; next exports are full ones",
            IndexCommands::rebuild),
        new Command(
            "index status",
            List.of(),
            List.of(),
            List.of(),
            "shows how far the stored resources are indexed by each search parameter",
            (line, desk, out) -> status(desk.searchUpkeep().list(), out)));
  }

  private static void status(List<SearchUpkeepStore.Progress> walks, PrintStream out) {
    if (walks.isEmpty()) {
      out.println("No search parameter is defined yet; the server does that when it starts.");
      return;
    }
    Columns columns = new Columns("TYPE", "PARAMETER", "STATE", "GONE OVER", "UNREADABLE");
    for (SearchUpkeepStore.Progress walk : walks) {
      String of = walk.total() == null ? "" : " of " + walk.total();
      columns.add(
          walk.base(),
          walk.code(),
          walk.finishedAt() == null ? "under way" : "complete",
          walk.walked() + of,
          String.valueOf(walk.unreadable()));
    }
    columns.print(out);
  }

  private static void rebuild(CommandLine line, Desk desk, PrintStream out) {
    ClaimIndexRebuild.Outcome outcome =
        desk.indexRebuild()
            .run(
                read -> {
                  if (read > 0 && read % TELL_EVERY == 0) {
                    out.println(read + " resources read");
                  }
                });
    desk.audit().append(AuditKind.INDEX_REBUILT, null, null, null, "rebuilt by command");
    out.println("The index holds " + outcome.indexed() + " resources.");
    if (outcome.unreadable() > 0) {
      out.println(outcome.unreadable() + " resources could not be read and are in no export.");
    }
    out.println("Exports that ran meanwhile fail; a _since from before now gives a full export.");
  }
}
