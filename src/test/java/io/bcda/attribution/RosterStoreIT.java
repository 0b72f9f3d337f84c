package io.bcda.attribution;

import static io.bcda.attribution.RosterKind.CURRENT;
import static io.bcda.attribution.RosterKind.RUNOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.AcoRegistry;
import io.bcda.aco.TestModels;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.Database;
import io.bcda.store.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RosterStoreIT {
  private static final Map<Database, AttributionDatabase> ROOMS = new LinkedHashMap<>();
  private static int acos;

  private AttributionDatabase room;
  private RosterStore rosters;
  private String aco;

  @AfterAll
  static void close() {
    ROOMS.values().forEach(AttributionDatabase::close);
    ROOMS.clear();
  }

  private void on(Database database) {
    room = ROOMS.computeIfAbsent(database, AttributionDatabase::open);
    rosters = room.bean(RosterStore.class);
    aco = "A%04d".formatted(++acos);
    room.bean(AcoRegistry.class).create(aco, "An ACO", "SSP");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNothingLoaded_whenAsked_thenNoneInForceAndNoneBefore(Database database) {
    on(database);
    assertThat(rosters.inForce(aco, CURRENT)).isEmpty();
    assertThat(rosters.inForceAt(aco, CURRENT, room.snapshot())).isEmpty();
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).isEmpty();
    assertThatThrownBy(this::rollback)
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThatThrownBy(() -> rosters.memberCount(-1)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNewerDelivery_whenLoaded_thenInForceAndTheFormerStaysKnownAtItsTime(Database database) {
    on(database);
    Snapshot before = room.snapshot();
    Roster first = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    Snapshot between = room.snapshot();
    Roster second = load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    assertThat(inForce()).isEqualTo(second);
    assertThat(rosters.inForceAt(aco, CURRENT, before)).isEmpty();
    assertThat(at(between)).isEqualTo(first);
    assertThat(at(room.snapshot())).isEqualTo(second);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).contains(first);
    assertThat(rosters.memberCount(second.id())).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenKindsAndAcos_whenLoaded_thenEachByItself(Database database) {
    on(database);
    Roster current = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    Roster runout = load(RUNOUT, 2025, "2026-02-10T10:00:00Z");
    String other = aco;
    on(database);
    assertThat(rosters.inForce(aco, CURRENT)).isEmpty();
    aco = other;
    assertThat(inForce()).isEqualTo(current);
    assertThat(rosters.inForce(aco, RUNOUT).orElseThrow().roster()).isEqualTo(runout);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOlderFileLoadedLate_whenAsked_thenNeverInForce(Database database) {
    on(database);
    Roster newer = load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    Roster older = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    Roster formerYear = load(CURRENT, 2025, "2026-02-20T10:00:00Z");
    assertThat(inForce()).isEqualTo(newer);
    assertThat(rosters.find(older.id())).contains(older);
    assertThat(rosters.find(formerYear.id())).contains(formerYear);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNewPerformanceYear_whenItsFileIsOlder_thenTheYearDecides(Database database) {
    on(database);
    load(CURRENT, 2025, "2026-01-20T10:00:00Z");
    Roster newYear = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    assertThat(inForce()).isEqualTo(newYear);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenCorrectionOfOneDay_whenLoaded_thenInForceAndBeforeIsTheDayBefore(Database database) {
    on(database);
    Roster january = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    Roster sameTime = load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    assertThat(inForce()).isEqualTo(sameTime);
    Roster later = load(CURRENT, 2026, "2026-02-10T10:00:00.100Z");
    assertThat(inForce()).isEqualTo(later);
    load(CURRENT, 2026, "2026-02-10T09:00:00Z");
    assertThat(inForce()).isEqualTo(later);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).contains(january);
    assertThat(rosters.beforeDeliveryOf(january)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRollback_whenAsked_thenTheFormerIsInForceFromThenOn(Database database) {
    on(database);
    Roster first = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    Roster second = load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    Snapshot mistaken = room.snapshot();
    assertThat(rollback()).contains(first);
    assertThat(inForce()).isEqualTo(first);
    assertThat(at(mistaken)).isEqualTo(second);
    assertThat(at(room.snapshot())).isEqualTo(first);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).isEmpty();
    assertThat(rollback()).isEmpty();
    assertThat(rosters.inForce(aco, CURRENT)).isEmpty();
    assertThat(
            room.db()
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE aco = ? ORDER BY id", String.class, aco))
        .containsExactly("roster " + first.id() + " in force", "none in force");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRollback_whenOthersAreLoaded_thenTheRolledBackOneStaysAwayAndNewerOnesCount(
      Database database) {
    on(database);
    load(CURRENT, 2026, "2026-01-05T10:00:00Z");
    Roster first = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    rollback();
    load(CURRENT, 2026, "2026-01-09T10:00:00Z");
    assertThat(inForce()).isEqualTo(first);
    Roster corrected = load(CURRENT, 2026, "2026-02-10T11:00:00Z");
    assertThat(inForce()).isEqualTo(corrected);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).contains(first);
    assertThat(rollback()).contains(first);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRollbackToNone_whenNextIsLoaded_thenNothingWasBeforeIt(Database database) {
    on(database);
    load(CURRENT, 2026, "2026-02-10T10:00:00Z");
    rollback();
    Roster next = load(CURRENT, 2026, "2026-01-10T10:00:00Z");
    assertThat(inForce()).isEqualTo(next);
    assertThat(rosters.beforePresentDelivery(aco, CURRENT)).isEmpty();
    assertThat(rollback()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenAnyOrderOfArrival_whenAllAreLoaded_thenTheNewestIsInForceAndRowsFitTogether(
      Database database) {
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      on(database);
      List<Roster> loaded = new ArrayList<>();
      for (String time : shuffledTimes(random)) {
        loaded.add(load(CURRENT, 2025 + random.nextInt(2), time));
        assertThat(inForce()).isEqualTo(newest(loaded));
      }
      assertThat(openRows()).isEqualTo(1);
      assertRowsFollowOneAnother();
    }
  }

  private static List<String> shuffledTimes(Random random) {
    List<String> times = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      times.add("2026-01-%02dT%02d:00:00Z".formatted(1 + random.nextInt(3), random.nextInt(3)));
    }
    Collections.shuffle(times, random);
    return times;
  }

  // Computed apart from the code: year, then time, then the later load.
  private static Roster newest(List<Roster> loaded) {
    return loaded.stream()
        .max(
            Comparator.comparing(
                r -> "%d %s %019d".formatted(r.performanceYear(), r.fileTime(), r.id())))
        .orElseThrow();
  }

  private int openRows() {
    return room.db()
        .queryForObject(
            "SELECT COUNT(*) FROM roster_in_force WHERE aco = ? AND to_xid IS NULL",
            Integer.class,
            aco);
  }

  private void assertRowsFollowOneAnother() {
    List<Map<String, Object>> rows =
        room.db()
            .queryForList(
                "SELECT CAST(from_xid AS VARCHAR(30)) AS f, CAST(to_xid AS VARCHAR(30)) AS t,"
                    + " roster_id, former_id FROM roster_in_force WHERE aco = ? ORDER BY id",
                aco);
    for (int i = 1; i < rows.size(); i++) {
      assertThat(rows.get(i).get("f")).isEqualTo(rows.get(i - 1).get("t"));
      assertThat(rows.get(i).get("former_id")).isEqualTo(rows.get(i - 1).get("roster_id"));
    }
  }

  private Roster load(RosterKind kind, int year, String fileTime) {
    Instant time = Instant.parse(fileTime);
    return new TransactionTemplate(room.bean(PlatformTransactionManager.class))
        .execute(
            status -> {
              DeliveryStore.Received delivery =
                  room.bean(DeliveryStore.class)
                      .loading(new DeliveryRun("file", "sha", DeliveryRun.Mode.FOR_GOOD));
              long id =
                  rosters.add(
                      delivery.id(),
                      new DeliveryName(TestModels.shipped("SSP"), aco, kind, year, time),
                      time,
                      delivery.at());
              Roster roster = rosters.complete(id, 7);
              rosters.putInForce(roster, any -> true);
              return roster;
            });
  }

  private Optional<Roster> rollback() {
    return room.bean(RosterRollback.class).rollback(aco, CURRENT).now().map(RosterInForce::roster);
  }

  private Roster inForce() {
    return rosters.inForce(aco, CURRENT).orElseThrow().roster();
  }

  private Roster at(Snapshot snapshot) {
    return rosters.inForceAt(aco, CURRENT, snapshot).orElseThrow().roster();
  }
}
