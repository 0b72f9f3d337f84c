package io.bcda.attribution;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What must hold of a delivery besides its form: a known ACO, a fitting time, a bearable size. */
@Component
class ArchiveChecks {
  private final DeliveryNames names;
  private final AcoRegistry acos;
  private final AttributionSettings settings;
  private final Clock importClock;

  ArchiveChecks(DeliveryNames names, AcoRegistry acos, AttributionSettings settings, Clock clock) {
    this.names = names;
    this.acos = acos;
    this.settings = settings;
    this.importClock = settings.importClock(clock);
  }

  /**
   * Reads a delivered file's name.
   *
   * @throws Refusal if it is no attribution file's, its ACO is unknown or of another model, or the
   *     model has no runout
   */
  DeliveryName name(String name) {
    DeliveryName parsed = names.of(name);
    Aco aco =
        acos.find(parsed.aco())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        "ACO "
                            + parsed.aco()
                            + " is not known here; create it (aco create) and deliver the file"
                            + " again."));
    String model = parsed.model().name();
    if (!aco.model().equals(model)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The file is named as one of model %s; ACO %s is of model %s."
              .formatted(model, aco.cmsId(), aco.model()));
    }
    if (parsed.kind() == RosterKind.RUNOUT && !parsed.model().runout()) {
      throw new Refusal(
          Reason.MALFORMED,
          "Model %s has no runout (bcda.models.%s.runout).".formatted(model, model));
    }
    return parsed;
  }

  /** The ACO in a name that may be no attribution file's at all. */
  Optional<String> knownAcoIn(String name) {
    try {
      return Optional.of(name(name).aco());
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  void records(Cclf0 control) {
    long records = control.cclf8().records();
    if (records > settings.maxMembers()) {
      throw new Refusal(
          Reason.MALFORMED,
          "CCLF0 announces %d CCLF8 records; at most %d are accepted (bcda.attribution.max-members)."
              .formatted(records, settings.maxMembers()));
    }
  }

  /**
   * @throws Refusal if the file is of a time to come
   */
  void past(Instant fileTime) {
    Instant now = importClock.instant();
    if (fileTime.isAfter(now)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The time in the file's name, " + fileTime + ", is in the future (now " + now + ").");
    }
  }

  /**
   * @throws Refusal if the file is of a time to come, or too old
   */
  void age(Instant fileTime) {
    past(fileTime);
    Instant now = importClock.instant();
    Duration age = Duration.between(fileTime, now);
    if (age.compareTo(settings.maxAge()) > 0) {
      throw new Refusal(
          Reason.MALFORMED,
          ("The file of %s is %d days old; at most %d are accepted (bcda.attribution.max-age,"
                  + " bcda.attribution.import-clock).")
              .formatted(fileTime, age.toDays(), settings.maxAge().toDays()));
    }
  }

  /**
   * A roster of a year to come would supersede the one that is used until then.
   *
   * @throws Refusal if the year in which the roster is used has not begun
   */
  void begun(DeliveryName name) {
    if (!hasBegun(name)) {
      throw new Refusal(
          Reason.MALFORMED,
          "A %s roster of performance year %d is used from %s on; deliver it then."
              .formatted(name.kind(), name.performanceYear(), name.usedIn().first()));
    }
  }

  boolean hasBegun(DeliveryName name) {
    LocalDate today = LocalDate.ofInstant(importClock.instant(), ZoneOffset.UTC);
    return !name.usedIn().first().isAfter(today);
  }
}
