package io.bcda.admin;

import io.bcda.auth.SigningKeyFacts;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Commands about the keys that sign tokens. */
final class KeyCommands {
  private KeyCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "key list",
            List.of(),
            List.of(),
            List.of(),
            "shows the keys that sign and verify tokens",
            KeyCommands::list),
        new Command(
            "key rotate",
            List.of(),
            List.of(),
            List.of("now"),
            "publishes the next signing key; the server changes over to it ten minutes later, with"
                + " --now at once. Tokens stay good",
            KeyCommands::rotate),
        new Command(
            "key discard",
            List.of(),
            List.of(),
            List.of(),
            "for emergencies: makes a new signing key and removes all others; every token ends"
                + " within 5 seconds",
            KeyCommands::discard),
        new Command(
            "key reseal",
            List.of(),
            List.of(),
            List.of(),
            "seals the signing keys under a new bcda.auth.key-encryption-key; the former stands in"
                + " BCDA_AUTH_FORMER_KEY_ENCRYPTION_KEY",
            KeyCommands::reseal));
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    Columns table = new Columns("KEY", "STATE", "CREATED", "SIGNS SINCE", "RETIRED", "UNTIL");
    for (SigningKeyFacts key : desk.keys().all()) {
      table.add(
          key.kid(),
          key.state().name(),
          seconds(Optional.of(key.createdAt())),
          seconds(key.activeAt()),
          seconds(key.retiredAt()),
          seconds(key.until()));
    }
    table.print(out);
  }

  private static void rotate(CommandLine line, Desk desk, PrintStream out) {
    if (line.option("now").isPresent()) {
      out.println("Key " + desk.keys().hasten() + " signs now. Tokens given out stay good.");
      return;
    }
    Instant signs = desk.keys().stage();
    out.println("The next key is published. It signs from " + seconds(Optional.of(signs)) + " on,");
    out.println("or a little later: the server changes over by itself. Tokens stay good.");
  }

  private static void discard(CommandLine line, Desk desk, PrintStream out) {
    out.println("Key " + desk.keys().discard() + " signs now; all others are removed.");
    out.println("Tokens given out end within 5 seconds. Clients ask for new ones.");
  }

  private static void reseal(CommandLine line, Desk desk, PrintStream out) {
    out.println(desk.keys().reseal() + " keys are sealed under the new key-encryption key.");
    out.println("Start every node again with it. Until then they go on with the keys they have.");
  }

  private static String seconds(Optional<Instant> instant) {
    return instant.map(i -> i.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-");
  }
}
