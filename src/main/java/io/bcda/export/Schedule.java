package io.bcda.export;

import io.bcda.rounds.Rounds;
import io.bcda.store.Tombstones;
import io.bcda.store.Watermark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The room's clockwork: sweeps, a time issued each minute while anything changed, and once a day
 * the purge of what no export can ask for any more.
 */
@Component
class Schedule implements SmartLifecycle {
  /** Sweeps from one purge to the next; an idle server is to ask little. */
  private static final int RARELY = 6;

  private final JobSweep sweep;
  private final ReplacementSweep replacements;
  private final Leftovers leftovers;
  private final Watermark watermark;
  private final Tombstones tombstones;
  private final JobSettings settings;
  private @Nullable Rounds rounds;

  Schedule(
      JobSweep sweep,
      ReplacementSweep replacements,
      Leftovers leftovers,
      Watermark watermark,
      Tombstones tombstones,
      JobSettings settings) {
    this.sweep = sweep;
    this.replacements = replacements;
    this.leftovers = leftovers;
    this.watermark = watermark;
    this.tombstones = tombstones;
    this.settings = settings;
  }

  @Override
  public void start() {
    rounds = new Rounds("export-schedule");
    rounds.once("start", () -> watermark.issueIfChanged(Watermark.Cause.START));
    repeat("mend", sweep::mend, settings.sweep());
    repeat("expire", sweep::expire, settings.sweep());
    repeat("purge", sweep::purge, settings.sweep().multipliedBy(RARELY));
    repeat("replacements", replacements::sweep, settings.sweep());
    repeat("minute", () -> watermark.issueIfChanged(Watermark.Cause.MINUTE), Duration.ofMinutes(1));
    repeat("leftovers", leftovers::sweep, Duration.ofMinutes(10));
    rounds.every("day", tombstones::purge, Duration.ofHours(1), Duration.ofDays(1));
  }

  private void repeat(String task, Rounds.Round round, Duration pace) {
    rounds.every(task, round, pace, pace);
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
