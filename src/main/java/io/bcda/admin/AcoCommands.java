package io.bcda.admin;

import static java.util.stream.Collectors.joining;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoModel;
import io.bcda.audit.AuditKind;
import java.io.PrintStream;
import java.util.List;

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
    Aco aco = desk.acos().create(id, name, line.required("model"));
    desk.audit().append(AuditKind.ACO_CREATED, aco.cmsId(), null, null, "created by command");
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
}
