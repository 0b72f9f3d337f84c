package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Loads files of preferences from 1-800-MEDICARE. They are for no ACO, but for people. */
@Component
class PreferenceImport implements DeliveryImport {
  private final DeliveryStore deliveries;
  private final PreferenceStore preferences;
  private final ArchiveChecks checks;
  private final AttributionSettings settings;
  private final TransactionTemplate transaction;

  PreferenceImport(
      DeliveryStore deliveries,
      PreferenceStore preferences,
      ArchiveChecks checks,
      AttributionSettings settings,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.preferences = preferences;
    this.checks = checks;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public DeliveryFacts toldBy(String name) {
    try {
      return PreferenceName.of(name).map(DeliveryFacts::of).orElse(DeliveryFacts.NONE);
    } catch (Refusal e) {
      return DeliveryFacts.NONE;
    }
  }

  @Override
  public Optional<String> knownAcoIn(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Delivery> load(Path file, DeliveryRun run) {
    PreferenceName name =
        PreferenceName.of(run.name())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.MALFORMED,
                        "The name is not that of a preference file, as in"
                            + " T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009."));
    checks.past(name.fileTime());
    Optional<Delivery> loaded = transaction.execute(status -> load(file, run, name, status));
    return loaded == null ? Optional.empty() : loaded;
  }

  private Optional<Delivery> load(
      Path file, DeliveryRun run, PreferenceName name, TransactionStatus status) {
    DeliveryStore.Received delivery = deliveries.loading(run);
    long id = preferences.add(delivery, name.fileTime());
    PreferenceFile.Read read = preferences.write(id, sink -> read(file, sink));
    boolean corrects = preferences.putInForce(id, name.fileTime(), read.preferences());
    if (deliveries.isLoadedByAnother(delivery)) {
      status.setRollbackOnly();
      return Optional.empty();
    }
    List<String> notes = notes(name, read, corrects);
    deliveries.loaded(delivery, DeliveryFacts.of(name).holding(read.preferences()), notes);
    if (!run.isForGood()) {
      status.setRollbackOnly();
    }
    return Optional.of(
        new Delivery(run.name(), run.sha256(), run.outcome(), notes, Optional.empty()));
  }

  private PreferenceFile.Read read(Path file, PreferenceSink sink) {
    try (InputStream in = Files.newInputStream(file)) {
      return PreferenceFile.read(in, settings.trailer(), settings.mbis(), sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> notes(
      PreferenceName name, PreferenceFile.Read read, boolean corrects) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Preferences of %s: %d, of which %d opt out, in force."
            .formatted(name.fileTime(), read.preferences(), read.optOuts()));
    if (corrects) {
      notes.add("Corrects a file of the same time, whose preferences count no more.");
    }
    if (read.withoutPreference() > 0) {
      notes.add(
          "%d records have no preference on data sharing and were left aside."
              .formatted(read.withoutPreference()));
    }
    if (read.odd() > 0) {
      notes.add(
          "Warning: %d MBIs have not CMS's form (bcda.attribution.mbi-form)."
              .formatted(read.odd()));
    }
    return notes;
  }
}
