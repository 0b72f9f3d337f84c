package io.bcda.admin;

import static java.util.stream.Collectors.joining;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoModel;
import io.bcda.attribution.Participation;
import io.bcda.attribution.Participation.Bound;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Commands about ACOs. */
final class AcoCommands {
  private AcoCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "aco create",
            List.of("ID"),
            List.of("model"),
            List.of("name"),
            "registers an ACO; aco models tells which models there are",
            AcoCommands::create),
        new Command(
            "aco list", List.of(), List.of(), List.of(), "shows the ACOs", AcoCommands::list),
        new Command(
            "aco limit",
            List.of("ID"),
            List.of("ended"),
            List.of("until", "attribution", "claims"),
            "bounds an ACO by the last day of its participation (--attribution latest and --claims"
                + " latest leave one unbounded); --until is its last day of access",
            AcoCommands::limit),
        new Command(
            "aco deny",
            List.of("ID"),
            List.of(),
            List.of(),
            "refuses an ACO on every path",
            AcoCommands::deny),
        new Command(
            "aco restore",
            List.of("ID"),
            List.of(),
            List.of(),
            "lets an ACO take part as before",
            AcoCommands::restore),
        new Command(
            "aco models",
            List.of(),
            List.of(),
            List.of(),
            "shows the models (bcda.models) and how the files of each are named",
            AcoCommands::models));
  }

  private static void create(CommandLine line, Desk desk, PrintStream out) {
    String id = line.words().get(2);
    String name = line.option("name").orElse(id);
    Aco aco = desk.terms().register(id, name, line.required("model"), "created by command");
    out.println("ACO " + aco.cmsId() + " is registered (model " + aco.model() + ").");
    out.println("Next: client create --aco " + aco.cmsId());
  }

  private static void list(CommandLine line, Desk desk, PrintStream out) {
    List<Aco> acos = desk.acos().all();
    Columns table = new Columns("ACO", "MODEL", "STATUS", "NAME");
    acos.forEach(a -> table.add(a.cmsId(), a.model(), a.status().name(), a.name()));
    table.print(out);
  }

  private static void models(CommandLine line, Desk desk, PrintStream out) {
    Columns table = new Columns("MODEL", "CMS ID", "GROUPS", "ATTRIBUTION FILES", "TITLE");
    for (AcoModel model : desk.models().all()) {
      String groups = model.groups().stream().sorted().map(AcoGroup::id).collect(joining(" "));
      table.add(
          model.name(),
          model.example(),
          groups,
          model.files().delivered().toString(),
          model.title());
    }
    table.print(out);
  }

  private static void limit(CommandLine line, Desk desk, PrintStream out) {
    String aco = line.words().get(2);
    Participation ended =
        new Participation(
            day(line.required("ended")),
            bound(line.option("attribution")),
            bound(line.option("claims")));
    desk.terms().limit(aco, ended, line.option("until").map(AcoCommands::day));
    out.println("ACO " + aco + " is limited: its participation ended on " + ended.endedOn() + ".");
  }

  private static void deny(CommandLine line, Desk desk, PrintStream out) {
    desk.terms().deny(line.words().get(2));
    out.println("ACO " + line.words().get(2) + " is denied.");
  }

  private static void restore(CommandLine line, Desk desk, PrintStream out) {
    desk.terms().restore(line.words().get(2));
    out.println("ACO " + line.words().get(2) + " is restored.");
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new CommandLine.Misuse("a day is written as 2026-12-31");
    }
  }

  private static Bound bound(Optional<String> word) {
    return switch (word.orElse("ended")) {
      case "ended" -> Bound.ENDED;
      case "latest" -> Bound.LATEST;
      default -> throw new CommandLine.Misuse("--attribution and --claims are ended or latest");
    };
  }
}
