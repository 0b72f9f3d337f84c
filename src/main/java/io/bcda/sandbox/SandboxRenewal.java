package io.bcda.sandbox;

import io.bcda.attribution.AttributionState;
import io.bcda.attribution.AttributionStatus;
import io.bcda.attribution.AttributionStatuses;
import io.bcda.attribution.Roster;
import io.bcda.attribution.RosterKind;
import io.bcda.rounds.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Delivers the sandbox's next rosters by itself, before the current ones lapse, and as soon as the
 * year has turned. Looks each minute; most looks find nothing to do.
 */
@Component
@Profile("sandbox")
class SandboxRenewal implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SandboxRenewal.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration AHEAD = Duration.ofDays(10);
  private final SandboxWorld world;
  private final AttributionStatuses attribution;
  private final Clock clock;
  private @Nullable Rounds rounds;

  SandboxRenewal(SandboxWorld world, AttributionStatuses attribution, Clock clock) {
    this.world = world;
    this.attribution = attribution;
    this.clock = clock;
  }

  /** Writes new archives into the inbox if a roster has lapsed, or will within ten days. */
  synchronized void renewIfDue() throws IOException {
    LocalDate today = world.today();
    if (!world.isReady() || !today.isAfter(world.asOf()) || !isDue()) {
      return;
    }
    Path folder = world.folder().resolve("renewal-" + today);
    if (Files.exists(folder)) {
      return; // on its way
    }
    Path making = Files.createDirectories(world.folder().resolve("renewal-" + today + ".part"));
    for (Path archive :
        new Generator(world.spec(world.asOf())).renewal(today, newestRunout(), making)) {
      world.drop(archive, "attribution");
    }
    Files.move(making, folder);
    log.atInfo().addKeyValue("day", today).log("sandbox rosters renewed");
  }

  private boolean isDue() {
    Instant soon = clock.instant().plus(AHEAD);
    for (String aco : World.ACOS) {
      AttributionStatus current = attribution.of(aco, RosterKind.CURRENT);
      if (current.validity().state() != AttributionState.CURRENT
          || current
              .validity()
              .validUntil()
              .filter(until -> lapsesByAge(until, soon))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** A roster that ends with its year cannot be renewed before the new year. */
  private boolean lapsesByAge(Instant until, Instant soon) {
    return until.isBefore(soon)
        && until.plusMillis(1).atZone(ZoneOffset.UTC).getYear() == world.today().getYear();
  }

  private LocalDate newestRunout() throws IOException {
    LocalDate newest = world.asOf().minusYears(1);
    for (String aco : World.ACOS) {
      LocalDate day =
          attribution.of(aco, RosterKind.RUNOUT).roster().map(Roster::fileDate).orElse(newest);
      newest = day.isAfter(newest) ? day : newest;
    }
    return newest;
  }

  @Override
  public void start() {
    rounds = new Rounds("sandbox-renewal");
    rounds.every("rosters", this::renewIfDue, MINUTE, MINUTE);
  }

  @Override
  public void stop() {
    if (rounds != null) {
      rounds.end();
      rounds = null;
    }
  }

  @Override
  public boolean isRunning() {
    return rounds != null;
  }
}
