package io.bcda.attribution;

import io.bcda.aco.AttributionFiles.Csv;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes rosters of archives and of lists of members. */
@Component
class RosterImport implements DeliveryImport {
  private final DeliveryNames names;
  private final ArchiveChecks checks;
  private final AttributionSettings settings;
  private final RosterLoad load;

  RosterImport(
      DeliveryNames names, ArchiveChecks checks, AttributionSettings settings, RosterLoad load) {
    this.names = names;
    this.checks = checks;
    this.settings = settings;
    this.load = load;
  }

  @Override
  public DeliveryFacts toldBy(String name) {
    try {
      return DeliveryFacts.of(names.of(name));
    } catch (Refusal e) {
      return DeliveryFacts.NONE;
    }
  }

  @Override
  public Optional<String> knownAcoIn(String name) {
    return checks.knownAcoIn(name);
  }

  @Override
  public Optional<Delivery> load(Path file, DeliveryRun run) throws IOException {
    DeliveryName name = checks.name(run.name());
    checks.begun(name);
    return name.model().files() instanceof Csv ? list(file, name, run) : archive(file, name, run);
  }

  private Optional<Delivery> list(Path file, DeliveryName name, DeliveryRun run) {
    checks.age(name.fileTime());
    return load.load(run, name, new ListSource(file, name.fileTime(), settings));
  }

  private Optional<Delivery> archive(Path file, DeliveryName name, DeliveryRun run)
      throws IOException {
    try (CclfArchive archive = CclfArchive.open(file, name, names)) {
      Cclf0 control = archive.control();
      checks.records(control);
      checks.age(archive.fileTime());
      return load.load(run, name, new ArchiveSource(archive, control, settings));
    }
  }
}
