package io.bcda.admin;

import io.bcda.auth.ClientKey;
import io.bcda.auth.ClientKeyStore;
import io.bcda.auth.ClientKeys;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Commands about the public keys of clients that sign in by assertion. */
final class ClientKeyCommands {
  private static final long MOST_BYTES = 64 * 1024;
  private static final List<String> CHANGES = List.of("jwks", "jwks-url", "none");

  private ClientKeyCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "client keys",
            List.of("CLIENT"),
            List.of(),
            CHANGES,
            "shows a client's public keys, or gives it those of a file or a URL in their place",
            ClientKeyCommands::keys));
  }

  private static void keys(CommandLine line, Desk desk, PrintStream out) {
    String client = line.words().get(2);
    if (CHANGES.stream().filter(o -> line.option(o).isPresent()).count() > 1) {
      throw new CommandLine.Misuse("give one of --jwks, --jwks-url, --none, or nothing");
    }
    ClientKeyStore keys = desk.clientKeys();
    Optional<ClientKeys> changed =
        line.option("jwks")
            .map(file -> keys.replace(client, text(file)))
            .or(() -> line.option("jwks-url").map(url -> keys.setUrl(client, url)))
            .or(() -> line.option("none").map(none -> keys.clear(client)));
    if (changed.isEmpty() && desk.clients().find(client).isEmpty()) {
      throw new Refusal(Reason.NOT_FOUND, "There is no client of this id");
    }
    show(changed.orElseGet(() -> keys.find(client)), out);
  }

  private static String text(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES) {
        return Files.readString(path);
      }
    } catch (MalformedInputException | InvalidPathException e) {
      // Answered below, like any other file that is none of these.
    } catch (IOException e) {
      throw new Refusal(Reason.MALFORMED, "The file cannot be read");
    }
    throw new Refusal(Reason.MALFORMED, "There is no text file of at most 64 KiB at --jwks");
  }

  private static void show(ClientKeys keys, PrintStream out) {
    keys.jwksUrl().ifPresent(url -> out.println("JWKS URL: " + url));
    if (!keys.keys().isEmpty()) {
      Columns table = new Columns("KID", "TYPE", "BITS", "SINCE");
      for (ClientKey key : keys.keys()) {
        String since = key.addedAt().truncatedTo(ChronoUnit.SECONDS).toString();
        table.add(key.kid(), key.kty(), String.valueOf(key.bits()), since);
      }
      table.print(out);
    } else if (keys.jwksUrl().isEmpty()) {
      out.println("No keys: this client signs in by secret only.");
    }
  }
}
