package io.bcda.admin;

import java.io.PrintStream;
import java.util.List;

/** Tells what commands there are. */
final class Usage {
  private Usage() {}

  static void print(List<Command> commands, PrintStream out) {
    out.println("Usage: java -jar bcda-server.war [COMMAND]");
    out.println();
    out.println("Without a command the server starts. Commands:");
    out.println();
    commands.forEach(c -> line(out, c.usage(), c.says()));
    line(out, "key", "prints a new key for bcda.auth.key-encryption-key");
    line(out, "generate --out DIR ...", "writes a synthetic world; generate --help tells more");
    line(
        out,
        "claims validate FILE ...",
        "holds a sample to FHIR's rules; claims --help tells more");
    out.println();
    out.println("Settings are read as the server reads them; --key.of.a.setting=VALUE overrides.");
    out.println("To see what a command logs: --logging.threshold.console=info");
  }

  private static void line(PrintStream out, String usage, String says) {
    out.println("  " + usage);
    out.println("      " + says);
  }
}
