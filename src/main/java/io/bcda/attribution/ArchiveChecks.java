package io.bcda.attribution;

import io.bcda.aco.AcoRegistry;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What must hold of a delivery besides its form: a known ACO, a fitting time, a bearable size. */
@Component
class ArchiveChecks {
  private final AcoRegistry acos;
  private final AttributionSettings settings;
  private final Clock importClock;

  ArchiveChecks(AcoRegistry acos, AttributionSettings settings, Clock clock) {
    this.acos = acos;
    this.settings = settings;
    this.importClock = settings.importClock(clock);
  }

  /**
   * Reads an archive's name.
   *
   * @throws Refusal if it is no archive's, or its ACO is unknown
   */
  DeliveryName name(String name) {
    DeliveryName parsed = DeliveryName.ofArchive(name);
    if (acos.find(parsed.aco()).isEmpty()) {
      throw new Refusal(
          Reason.NOT_FOUND,
          "ACO "
              + parsed.aco()
              + " is not known here; create it (aco create) and deliver the file again.");
    }
    return parsed;
  }

  /** The ACO in a name that may be no archive's at all. */
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

  void age(Instant fileTime) {
    Instant now = importClock.instant();
    if (fileTime.isAfter(now)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The time in the name of CCLF8, " + fileTime + ", is in the future (now " + now + ").");
    }
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
          "A %s roster of performance year %d is used from 1 January %d on; deliver it then."
              .formatted(
                  name.kind(), name.performanceYear(), name.kind().usedIn(name.performanceYear())));
    }
  }

  boolean hasBegun(DeliveryName name) {
    int year = Year.now(importClock.withZone(ZoneOffset.UTC)).getValue();
    return name.kind().usedIn(name.performanceYear()) <= year;
  }
}
