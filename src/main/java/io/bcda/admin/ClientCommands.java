package io.bcda.admin;

import io.bcda.auth.Client;
import io.bcda.auth.ClientAddresses;
import io.bcda.auth.ClientSecret;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands about clients: those of ACOs, system clients and operators'. */
final class ClientCommands {
  private ClientCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "client create",
            List.of(),
            List.of("aco", "system", "operator"),
            List.of(),
            List.of("name"),
            "makes a client of an ACO, one that may write over FHIR, or one for the operators' API;"
                + " prints id and secret, once",
            ClientCommands::create),
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
            "ends a client, its secrets and its tokens, at once and for good",
            ClientCommands::deactivate),
        new Command(
            "client revoke-tokens",
            List.of("CLIENT"),
            List.of(),
            List.of(),
            "ends the tokens that a client has; it may get new ones",
            ClientCommands::revokeTokens),
        new Command(
            "client addresses",
            List.of("CLIENT"),
            List.of("allow", "any"),
            List.of(),
            List.of(),
            "says from where a client may come: 192.0.2.0/24,2001:db8::/32, or from anywhere",
            ClientCommands::addresses),
        new Command(
            "client contact",
            List.of("CLIENT", "TEXT"),
            List.of(),
            List.of(),
            "notes whom to call about a client, a name or an address; '' for nobody",
            ClientCommands::contact));
  }

  private static void create(CommandLine line, Desk desk, PrintStream out) {
    Optional<String> aco = line.option("aco");
    boolean operator = line.option("operator").isPresent();
    String name =
        line.option("name")
            .orElse(aco.map(a -> "client of " + a).orElse(operator ? "operator" : "system client"));
    if (aco.isPresent()) {
      SecretCommands.show(desk.clients().create(aco.get(), name), out);
      return;
    }
    if (operator) {
      SecretCommands.show(desk.clients().createOperator(name), out);
      return;
    }
    SecretCommands.show(desk.clients().createSystem(name), out);
    if (!desk.settings().fhirWrites()) {
      out.println("It gets a token only where bcda.fhir-writes is true; here it is not.");
    }
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    List<Client> clients =
        line.option("aco").map(desk.clients()::ofAco).orElseGet(desk.clients()::all);
    Map<String, List<ClientSecret>> secrets = desk.clients().liveSecrets();
    Columns table =
        new Columns(
            "CLIENT",
            "KIND",
            "ACO",
            "STATUS",
            "CREATED",
            "LAST TOKEN",
            "SECRET UNTIL",
            "FROM",
            "CONTACT",
            "NAME");
    for (Client client : clients) {
      table.add(
          client.id(),
          client.kind().name(),
          client.aco().orElse("-"),
          client.status().name(),
          SecretCommands.seconds(client.createdAt()),
          client.lastToken().map(SecretCommands::seconds).orElse("never"),
          SecretCommands.until(secrets.getOrDefault(client.id(), List.of())),
          client.addresses().toString(),
          client.contact().orElse("-"),
          client.name());
    }
    table.print(out);
  }

  private static void deactivate(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    desk.clientChanges().deactivate(id);
    out.println("Client " + id + " is deactivated.");
  }

  private static void revokeTokens(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    desk.clientChanges().revokeTokens(id);
    out.println("The tokens that client " + id + " had are good no more.");
  }

  private static void addresses(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    ClientAddresses addresses =
        line.option("allow")
            .map(ranges -> ClientAddresses.of(Arrays.asList(ranges.split(",", -1))))
            .orElse(ClientAddresses.ANY);
    desk.clientChanges().setAddresses(id, addresses);
    out.println("Client " + id + " may come from: " + addresses);
  }

  private static void contact(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    desk.clientChanges().setContact(id, line.words().get(3));
    out.println("The contact of client " + id + " is noted.");
  }
}
