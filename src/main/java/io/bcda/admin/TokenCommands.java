package io.bcda.admin;

import java.io.PrintStream;
import java.util.List;

/** Commands about single tokens. */
final class TokenCommands {
  private TokenCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "token deny",
            List.of("JTI"),
            List.of("issuer"),
            List.of(),
            "refuses a token of an external issuer, by its jti and its iss",
            TokenCommands::deny));
  }

  private static void deny(CommandLine line, Desk desk, PrintStream out) {
    desk.denials().deny(line.required("issuer"), line.words().get(2));
    out.println("The token is denied.");
  }
}
