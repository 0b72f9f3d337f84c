package io.bcda.admin;

import io.bcda.auth.Client;
import io.bcda.auth.IssuedSecret;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Commands about clients, those of ACOs and system clients. */
final class ClientCommands {
  private ClientCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "client create",
            List.of(),
            List.of("aco", "system"),
            List.of(),
            List.of("name"),
            "makes a client of an ACO, or one that may write over FHIR; prints id and secret, once",
            ClientCommands::create),
        new Command(
            "client secret",
            List.of("CLIENT"),
            List.of(),
            List.of(),
            "gives a client one more secret; those it has stay good until they expire",
            ClientCommands::secret),
        new Command(
            "client list",
            List.of(),
            List.of(),
            List.of("aco"),
            "shows the clients",
            ClientCommands::list),
        new Command(
            "client deactivate",
            List.of("CLIENT"),
            List.of(),
            List.of(),
            "ends a client and its tokens, at once and for good",
            ClientCommands::deactivate));
  }

  private static void create(CommandLine line, Desk desk, PrintStream out) {
    Optional<String> aco = line.option("aco");
    String name =
        line.option("name").orElse(aco.map(a -> "client of " + a).orElse("system client"));
    if (aco.isPresent()) {
      show(desk.clients().create(aco.get(), name), out);
      return;
    }
    show(desk.clients().createSystem(name), out);
    if (!desk.settings().fhirWrites()) {
      out.println("It gets a token only where bcda.fhir-writes is true; here it is not.");
    }
  }

  private static void secret(CommandLine line, Desk desk, PrintStream out) {
    show(desk.clients().addSecret(line.words().get(2)), out);
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    List<Client> clients =
        line.option("aco").map(desk.clients()::ofAco).orElseGet(desk.clients()::all);
    Columns table = new Columns("CLIENT", "KIND", "ACO", "STATUS", "CREATED", "LAST TOKEN", "NAME");
    for (Client client : clients) {
      table.add(
          client.id(),
          client.kind().name(),
          client.aco().orElse("-"),
          client.status().name(),
          seconds(client.createdAt()),
          client.lastToken().map(ClientCommands::seconds).orElse("never"),
          client.name());
    }
    table.print(out);
  }

  private static void deactivate(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    if (!desk.clients().deactivate(id)) {
      throw new Refusal(Reason.NOT_FOUND, "There is no active client of this id");
    }
    out.println("Client " + id + " is deactivated.");
  }

  private static void show(IssuedSecret issued, PrintStream out) {
    out.println("Client id:     " + issued.clientId());
    out.println("Client secret: " + issued.secret());
    out.println("Good until:    " + seconds(issued.expiresAt()));
    out.println("The secret is shown this once; only a hash of it is kept.");
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
