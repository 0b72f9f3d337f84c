package io.bcda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a synthetic world: people, claims of all eight kinds, and the rosters of three ACOs that
 * share some people, in two stages, with the expected answer of each export beside them. The same
 * {@link WorldSpec} gives the same bytes.
 *
 * <pre>
 * stage-1/claims       Patient, Coverage, ExplanationOfBenefit-N: .ndjson.gz
 * stage-1/attribution  archives: one current and one runout delivery for each ACO
 * stage-2/claims       what changed, what is new, and a few lines again as they were
 * stage-2/attribution  archives: a later current delivery for each ACO
 * expected/stage-N/ACO patient, group-all, group-new, group-runout: .json; in stage 2 also -since
 *                      and, in filtered, group-all with each of the filters
 * manifest.json        arguments, and size and SHA-256 of each file
 * README.md
 * </pre>
 *
 * <p>A stage's files may be loaded in any order, but all of stage 1 before any of stage 2; the
 * {@code -since} answers are for a moment between. Nothing is kept in memory, however many the
 * people.
 */
public final class Generator {
  /** Runout rosters lapse after 180 days; a new one is due a month before. */
  private static final int RUNOUT_DUE_DAYS = 150;

  private final WorldSpec spec;
  private final WorldForm form;

  public Generator(WorldSpec spec) {
    this(spec, WorldForm.USUAL);
  }

  Generator(WorldSpec spec, WorldForm form) {
    this.spec = spec;
    this.form = form;
  }

  /**
   * Writes the whole world.
   *
   * @param folder is made if absent; files of the same names are replaced
   */
  public void write(Path folder) throws IOException {
    Vocabulary words = new Vocabulary();
    World world = new World(spec, words);
    Rosters rosters = new Rosters(world);
    for (Stage stage : Stage.values()) {
      Path home = folder.resolve(stage.folder());
      new ClaimFiles(world, words, form)
          .write(stage, Files.createDirectories(home.resolve("claims")));
      Path attribution = Files.createDirectories(home.resolve("attribution"));
      for (Roster roster : rosters.deliveries(stage)) {
        RosterWriter.write(roster, attribution);
      }
    }
    new ExpectedAnswers(world).write(folder.resolve("expected"));
    new FilteredAnswers(world).write(folder.resolve("expected"));
    Manifest.write(spec, form, folder);
  }

  /**
   * Writes the next attribution archives for a later day, with the members of stage 2: a current
   * one for each ACO, and a runout one when the year has turned since the newest runout or that is
   * 150 days old.
   *
   * @param day the day whose first moment the files bear, after the world's own
   * @param newestRunout the day of the newest runout delivery so far
   * @param folder where to, which exists
   * @return the archives written
   */
  public List<Path> renewal(LocalDate day, LocalDate newestRunout, Path folder) throws IOException {
    if (!day.isAfter(spec.asOf())) {
      throw new IllegalArgumentException(
          "a renewal must be after %s, not on %s".formatted(spec.asOf(), day));
    }
    Rosters rosters = new Rosters(new World(spec, new Vocabulary()));
    LocalDateTime madeAt = day.atStartOfDay();
    boolean runoutIsDue =
        newestRunout.getYear() < day.getYear()
            || ChronoUnit.DAYS.between(newestRunout, day) >= RUNOUT_DUE_DAYS;
    List<Path> archives = new ArrayList<>();
    for (int aco = 0; aco < World.ACOS.size(); aco++) {
      archives.add(RosterWriter.write(rosters.renewedCurrent(aco, madeAt), folder));
      if (runoutIsDue) {
        archives.add(RosterWriter.write(rosters.renewedRunout(aco, madeAt), folder));
      }
    }
    return archives;
  }
}
