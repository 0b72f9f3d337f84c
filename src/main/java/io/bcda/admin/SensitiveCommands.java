package io.bcda.admin;

import io.bcda.audit.AuditKind;
import io.bcda.store.SensitiveRemark;
import java.io.PrintStream;
import java.util.List;

/** Commands about claims that are kept from ACOs. */
final class SensitiveCommands {
  private static final int TELL_EVERY = 50_000;

  private SensitiveCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "sensitive remark",
            List.of(),
            List.of(),
            List.of(),
            "hides or shows the stored claims by the list of sensitive codes in force",
            SensitiveCommands::remark));
  }

  private static void remark(CommandLine line, Desk desk, PrintStream out) {
    SensitiveRemark.Outcome outcome =
        desk.sensitiveRemark()
            .run(
                read -> {
                  if (read % TELL_EVERY == 0) {
                    out.println(read + " claims read");
                  }
                });
    String counts =
        "%d claims read: %d hidden now, %d shown now"
            .formatted(outcome.read(), outcome.hidden(), outcome.shown());
    desk.audit().append(AuditKind.CLAIMS_REMARKED, null, null, null, counts);
    out.println(counts + ".");
    if (outcome.unreadable() > 0) {
      out.println(outcome.unreadable() + " claims could not be read and are in no export.");
    }
  }
}
