package io.bcda.export;

import io.bcda.attribution.DeliveryRollback;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Delivers the ACO's rosters and people's preferences. For one thread. */
final class ChainOffice {
  /** Preference files of one time would correct each other, whoever delivers them. */
  private static final Object ONE_FILE_AT_A_TIME = new Object();

  private final TestServer server;
  private final TestWorld world;
  private final RosterKind kind;
  private final ChainModel model;
  private final Map<String, String> mbis;
  private final List<String> people;
  private final Random random;
  private final ChainPause pause;
  private final Instant firstFile;
  private int files;
  private LocalDate effective = LocalDate.of(2021, 1, 1);

  /**
   * @param mbis by person; the first person stays in all rosters and never opts out
   */
  ChainOffice(
      ChainWriter.Place place,
      TestWorld world,
      RosterKind kind,
      LinkedHashMap<String, String> mbis,
      Random random) {
    this.server = place.server();
    this.model = place.model();
    this.pause = place.pause();
    this.world = world;
    this.kind = kind;
    this.mbis = mbis;
    this.people = List.copyOf(mbis.keySet());
    this.random = random;
    this.firstFile = server.clock().instant().minus(Duration.ofDays(30));
  }

  /** Does one thing, and pauses. */
  void step() {
    int roll = random.nextInt(10);
    if (roll < 4) {
      roster();
    } else if (roll < 5 && model.rosters() > 1) {
      server.bean(DeliveryRollback.class).roster(world.aco(), kind);
      model.rollBackRoster();
    } else {
      preference();
    }
    pause.upTo(random.nextInt(250));
  }

  /** Delivers a roster of a newer day, without some of the people. */
  void roster() {
    Set<String> members = new TreeSet<>(Set.of(people.get(0)));
    for (String person : people) {
      if (random.nextInt(10) < 7) {
        members.add(person);
      }
    }
    Instant time = firstFile.plus(Duration.ofDays(files++));
    world.roster(kind, time, members.stream().map(mbis::get).toArray(String[]::new));
    model.roster(members);
  }

  private void preference() {
    String person = people.get(1 + random.nextInt(people.size() - 1));
    effective = effective.plusDays(1);
    if (random.nextBoolean()) {
      model.optOut(person, () -> deliver(person, false));
    } else {
      deliver(person, true);
      model.optIn(person);
    }
  }

  private void deliver(String person, boolean share) {
    synchronized (ONE_FILE_AT_A_TIME) {
      world.preference(mbis.get(person), effective, share);
    }
  }
}
