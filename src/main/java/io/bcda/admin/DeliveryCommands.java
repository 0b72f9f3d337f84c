package io.bcda.admin;

import io.bcda.attribution.Deliveries;
import io.bcda.attribution.Delivery;
import io.bcda.attribution.DeliveryFacts;
import io.bcda.attribution.DeliveryRecord;
import io.bcda.attribution.RosterKind;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands about files of attribution and preferences. */
final class DeliveryCommands {
  private static final int SHOWN = 50;

  private DeliveryCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "delivery add",
            List.of("FILE..."),
            List.of(),
            List.of("dry-run"),
            "loads rosters and preferences, in the order of the times in their names",
            DeliveryCommands::add),
        new Command(
            "delivery list",
            List.of(),
            List.of(),
            List.of("aco"),
            "shows the newest deliveries and which of them count",
            DeliveryCommands::list),
        new Command(
            "delivery show",
            List.of("ID"),
            List.of(),
            List.of(),
            "shows the report of a delivery",
            DeliveryCommands::show),
        new Command(
            "delivery rollback",
            List.of(),
            List.of("aco", "id"),
            List.of(),
            List.of("kind"),
            "takes the roster in force back (--kind current or runout), or one delivery",
            DeliveryCommands::rollback));
  }

  private static void add(CommandLine line, Desk desk, PrintStream out) {
    List<Path> files = line.words().stream().skip(2).map(Path::of).toList();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new Refusal(Reason.NOT_FOUND, "There is no file " + file + "; nothing was done");
      }
    }
    boolean dryRun = line.option("dry-run").isPresent();
    int rejected = 0;
    for (Path file : desk.deliveries().inTurn(files)) {
      Delivery delivery = taken(desk.deliveries(), file, dryRun);
      out.print(delivery.report());
      rejected += delivery.outcome() == Delivery.Outcome.REJECTED ? 1 : 0;
    }
    if (rejected > 0) {
      throw new Refusal(
          Reason.MALFORMED, rejected + " of " + files.size() + " files were rejected");
    }
  }

  private static Delivery taken(Deliveries deliveries, Path file, boolean dryRun) {
    try {
      return dryRun ? deliveries.dryRun(file) : deliveries.take(file);
    } catch (IOException e) {
      throw new Refusal(Reason.NOT_FOUND, "The file " + file + " cannot be read");
    }
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    List<DeliveryRecord> newest =
        line.option("aco")
            .map(aco -> desk.deliveryLog().newest(SHOWN, aco))
            .orElseGet(() -> desk.deliveryLog().newest(SHOWN));
    Columns table =
        new Columns(
            "ID",
            "RECEIVED",
            "OUTCOME",
            "HOLDS",
            "ACO",
            "YEAR",
            "FILE TIME",
            "COUNT",
            "IN FORCE",
            "FILE");
    for (DeliveryRecord delivery : newest) {
      DeliveryFacts facts = delivery.facts();
      table.add(
          String.valueOf(delivery.id()),
          seconds(Optional.of(delivery.receivedAt())),
          lower(delivery.outcome()),
          lower(facts.kind()),
          facts.aco().orElse("-"),
          facts.performanceYear().map(String::valueOf).orElse("-"),
          seconds(facts.fileTime()),
          facts.members().map(String::valueOf).orElse("-"),
          delivery.inForce() ? "yes" : "no",
          delivery.name());
    }
    table.print(out);
  }

  private static void show(CommandLine line, Desk desk, PrintStream out) {
    long id = id(line.words().get(2));
    DeliveryRecord delivery =
        desk.deliveryLog()
            .find(id)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no delivery " + id));
    out.println("file:     " + delivery.name());
    out.println("sha-256:  " + delivery.sha256());
    out.println("received: " + seconds(Optional.of(delivery.receivedAt())));
    out.println("outcome:  " + lower(delivery.outcome()));
    delivery
        .rolledBackAt()
        .ifPresent(at -> out.println("rolled back: " + seconds(Optional.of(at))));
    out.println("in force: " + (delivery.inForce() ? "yes" : "no"));
    delivery.notes().forEach(note -> out.println("- " + note));
  }

  private static void rollback(CommandLine line, Desk desk, PrintStream out) {
    Optional<String> aco = line.option("aco");
    List<String> notes =
        aco.isPresent()
            ? desk.rollback().roster(aco.get(), kind(line.option("kind").orElse("current")))
            : desk.rollback().delivery(id(line.required("id")));
    notes.forEach(out::println);
  }

  private static RosterKind kind(String word) {
    return switch (word) {
      case "current" -> RosterKind.CURRENT;
      case "runout" -> RosterKind.RUNOUT;
      default -> throw new CommandLine.Misuse("--kind is current or runout");
    };
  }

  private static long id(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new CommandLine.Misuse("an id is a number, as delivery list shows it");
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(Optional<Instant> time) {
    return time.map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-");
  }
}
