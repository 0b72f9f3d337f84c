package io.bcda.admin;

import io.bcda.auth.ClientSecret;
import io.bcda.auth.IssuedSecret;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands about the secrets of clients. */
final class SecretCommands {
  private static final long LONGEST_HASH = 1_000;

  private SecretCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "client secret",
            List.of("CLIENT"),
            List.of(),
            List.of(),
            "gives a client a second secret; the one it has stays good until it expires",
            SecretCommands::add),
        new Command(
            "client rotate",
            List.of("CLIENT"),
            List.of(),
            List.of("now"),
            "gives a client a new secret; the former is good for a while, or ends now",
            SecretCommands::rotate),
        new Command(
            "client secrets",
            List.of("CLIENT"),
            List.of(),
            List.of(),
            "shows when the secrets of a client were made and when they end",
            SecretCommands::list),
        new Command(
            "client end-secret",
            List.of("CLIENT", "ID"),
            List.of(),
            List.of(),
            "ends one secret of a client, by its id in client secrets",
            SecretCommands::end),
        new Command(
            "client import",
            List.of("CLIENT"),
            List.of("aco", "hash-file"),
            List.of("name"),
            "takes a client over with its id and the hash of its secret, salt:hash:iterations",
            SecretCommands::take));
  }

  private static void add(CommandLine line, Desk desk, PrintStream out) {
    show(desk.clientChanges().addSecret(line.words().get(2)), out);
  }

  private static void rotate(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    boolean now = line.option("now").isPresent();
    IssuedSecret issued =
        now ? desk.clientChanges().rotateNow(id) : desk.clientChanges().rotate(id);
    show(issued, out);
    List<ClientSecret> live =
        desk.clients().secrets(id).stream().filter(ClientSecret::isLive).toList();
    if (live.size() > 1) {
      out.println("The former one is good until " + end(live.get(0)) + ".");
    } else {
      out.println("It is the only one that is good.");
    }
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    if (desk.clients().find(id).isEmpty()) {
      throw new Refusal(Reason.NOT_FOUND, "There is no client of this id");
    }
    Columns table = new Columns("ID", "MADE", "EXPIRES", "STATE");
    for (ClientSecret secret : desk.clients().secrets(id)) {
      table.add(
          String.valueOf(secret.id()),
          seconds(secret.createdAt()),
          end(secret),
          secret.state().name().replace('_', ' ').toLowerCase(Locale.ROOT));
    }
    table.print(out);
  }

  private static void end(CommandLine line, Desk desk, PrintStream out) {
    String secret = line.words().get(3);
    if (!secret.matches("\\d{1,18}")) {
      throw new CommandLine.Misuse("ID is a number; client secrets shows it");
    }
    desk.clientChanges().endSecret(line.words().get(2), Long.parseLong(secret));
    out.println("Secret " + secret + " is good no more.");
  }

  private static void take(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    String aco = line.required("aco");
    String name = line.option("name").orElse("client of " + aco);
    desk.clients().importClient(aco, id, name, hash(line.required("hash-file")));
    out.println(
        "Client "
            + id
            + " is imported. Its secret is good until "
            + until(desk.clients().secrets(id))
            + ".");
  }

  private static String hash(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LONGEST_HASH) {
        throw new Refusal(Reason.MALFORMED, "The file of a hash is one line: salt:hash:iterations");
      }
      return Files.readString(path, StandardCharsets.US_ASCII).strip();
    } catch (IOException | InvalidPathException e) {
      throw new Refusal(Reason.NOT_FOUND, "The file of the hash cannot be read");
    }
  }

  static void show(IssuedSecret issued, PrintStream out) {
    out.println("Client id:     " + issued.clientId());
    out.println("Client secret: " + issued.secret());
    out.println("Good until:    " + seconds(issued.expiresAt()));
    out.println("The secret is shown this once; only a hash of it is kept.");
  }

  /** How long a client can sign in with these secrets. */
  static String until(List<ClientSecret> live) {
    Optional<ClientSecret> last =
        live.stream().max(Comparator.comparing(secret -> secret.expiresAt().orElse(Instant.MAX)));
    String soon =
        last.filter(s -> s.state() == ClientSecret.State.ENDS_SOON).isPresent() ? " (soon)" : "";
    return last.map(s -> end(s) + soon).orElse("none");
  }

  private static String end(ClientSecret secret) {
    return secret.expiresAt().map(SecretCommands::seconds).orElse("no end");
  }

  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
