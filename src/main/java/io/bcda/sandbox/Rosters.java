package io.bcda.sandbox;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The attribution deliveries of a world, ACO by ACO (numbered as in {@link World#ACOS}). */
final class Rosters {
  private final World world;

  Rosters(World world) {
    this.world = world;
  }

  /** What is delivered with a stage. */
  List<Roster> deliveries(Stage stage) {
    List<Roster> deliveries = new ArrayList<>();
    for (int aco = 0; aco < World.ACOS.size(); aco++) {
      deliveries.add(current(aco, stage));
      if (stage == Stage.FIRST) {
        deliveries.add(runout(aco));
      }
    }
    return deliveries;
  }

  /** The current roster of an ACO at a stage. */
  Roster current(int aco, Stage stage) {
    return roster(
        aco,
        Roster.Kind.CURRENT,
        world.spec().performanceYear(),
        world.times().current(stage),
        stage);
  }

  /** The runout roster of an ACO, which comes with the first stage. */
  Roster runout(int aco) {
    return roster(
        aco,
        Roster.Kind.RUNOUT,
        world.spec().performanceYear() - 1,
        world.times().runout(),
        Stage.FIRST);
  }

  /** A current roster of a later day with the members of the second stage. */
  Roster renewedCurrent(int aco, LocalDateTime madeAt) {
    return roster(aco, Roster.Kind.CURRENT, madeAt.getYear(), madeAt, Stage.SECOND);
  }

  /**
   * A runout roster of a later day: in the same year with the same members; once the year has
   * turned, those who were current in it.
   */
  Roster renewedRunout(int aco, LocalDateTime madeAt) {
    if (madeAt.getYear() == world.spec().performanceYear()) {
      return roster(aco, Roster.Kind.RUNOUT, madeAt.getYear() - 1, madeAt, Stage.FIRST);
    }
    Roster members = renewedCurrent(aco, madeAt);
    return new Roster(
        members.aco(), Roster.Kind.RUNOUT, madeAt.getYear() - 1, madeAt, members.source());
  }

  private Roster roster(int aco, Roster.Kind kind, int year, LocalDateTime madeAt, Stage stage) {
    return new Roster(
        World.ACOS.get(aco),
        kind,
        year,
        madeAt,
        () -> world.people().stream().flatMap(person -> lines(person, aco, kind, stage)));
  }

  /** The lines of one person in the roster that an ACO gets at a stage; mostly one or none. */
  static Stream<Roster.Line> lines(Person person, int aco, Roster.Kind kind, Stage stage) {
    Membership membership = person.memberships().get(aco);
    boolean listed = kind == Roster.Kind.RUNOUT ? membership.runout() : membership.currentAt(stage);
    if (!listed) {
      return Stream.empty();
    }
    Stream.Builder<Roster.Line> lines = Stream.builder();
    lines.add(new Roster.Line(listedMbi(person, aco, kind, stage), person, false));
    if (person.plays(Cast.TWO_LINES)) {
      lines.add(new Roster.Line(person.mbi(), person, true));
    }
    String historic = person.historicMbi();
    if (person.plays(Cast.TWO_MBIS) && kind == Roster.Kind.CURRENT && historic != null) {
      lines.add(new Roster.Line(historic, person, false));
    }
    return lines.build();
  }

  /** Runout files list the MBI of then; only a person's home ACO knows of a new MBI at once. */
  private static String listedMbi(Person person, int aco, Roster.Kind kind, Stage stage) {
    String historic = person.historicMbi();
    if (kind == Roster.Kind.RUNOUT && historic != null) {
      return historic;
    }
    boolean home = person.index() % World.ACOS.size() == aco;
    return home ? person.currentMbi(stage) : person.mbi();
  }
}
