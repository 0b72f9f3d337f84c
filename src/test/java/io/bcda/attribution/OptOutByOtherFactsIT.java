package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Opt-outs that come to count by something else than a newer preference: a choice to share goes, or
 * an MBI does, or it leads to another person too.
 */
class OptOutByOtherFactsIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final Instant OPT_OUTS = BEGIN.minus(Duration.ofDays(20));
  private static final Instant SHARES = BEGIN.minus(Duration.ofDays(10));
  private static final LocalDate EARLY = LocalDate.parse("2052-03-01");
  private static final LocalDate LATE = LocalDate.parse("2052-05-01");
  private static final String MEMBER = TestArchive.mbi(1);
  private static final String OTHER = TestArchive.mbi(2);

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenShareTakenBackAndDeliveredAgain_whenExportedSince_thenFullHistory(Database database) {
    try (CohortRoom room = withOutAndIn(database, MEMBER)) {
      Instant then = room.pass(Duration.ofDays(1)).at();
      room.rollBackPreferences(SHARES);
      assertThat(seen(room, Optional.empty())).isEmpty();
      shares(room, MEMBER);
      assertHistorySince(room, then);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenMbiOfTheShareLostAndBack_whenExportedSince_thenFullHistory(Database database) {
    try (CohortRoom room = withOutAndIn(database, OTHER)) {
      Instant then = room.pass(Duration.ofDays(1)).at();
      room.patient("p", Set.of(MEMBER));
      assertThat(seen(room, Optional.empty())).isEmpty();
      room.patient("p", Set.of(MEMBER, OTHER));
      assertHistorySince(room, then);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenMbiOfTheShareLedToTwoForAWhile_whenExportedSince_thenFullHistory(Database database) {
    try (CohortRoom room = withOutAndIn(database, OTHER)) {
      Instant then = room.pass(Duration.ofDays(1)).at();
      room.patient("namesake", Set.of(OTHER));
      assertThat(seen(room, Optional.empty())).isEmpty();
      room.delete("namesake");
      assertHistorySince(room, then);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenShareTakenBackBefore_whenExportedSince_thenNothing(Database database) {
    try (CohortRoom room = withOutAndIn(database, MEMBER)) {
      room.rollBackPreferences(SHARES);
      shares(room, MEMBER);
      Instant then = room.pass(Duration.ofDays(1)).at();
      assertThat(seen(room, Optional.of(then))).isEmpty();
      room.rollBackPreferences(OPT_OUTS); // a share that never outweighed anything goes
      then = room.pass(Duration.ofDays(1)).at();
      room.rollBackPreferences(SHARES);
      assertThat(seen(room, Optional.of(then))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenShareUnderAnMbiOfTwo_whenExported_thenItOutweighsNoOptOut(Database database) {
    try (CohortRoom room = withOutAndIn(database, OTHER)) {
      assertThat(seen(room, Optional.empty())).containsExactlyInAnyOrder("p", "claim");
      SortedSet<Integer> nobody = lateSince(room, () -> {});
      assertThat(nobody).isEmpty();

      SortedSet<Integer> late = lateSince(room, () -> room.patient("namesake", Set.of(OTHER)));

      assertThat(seen(room, Optional.empty())).isEmpty();
      assertThat(late).as("left out of what was made before").containsExactly(1);
      SortedSet<Integer> again = lateSince(room, () -> room.delete("namesake"));
      assertThat(seen(room, Optional.empty())).containsExactlyInAnyOrder("p", "claim");
      assertThat(again).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOptOutUnderAnMbiOfTwo_whenExported_thenItIsBoths(Database database) {
    try (CohortRoom room = withOutAndIn(database, OTHER)) {
      room.patient("p", Set.of(MEMBER));
      room.patient("namesake", Set.of(OTHER));
      room.patient("p", Set.of(MEMBER, OTHER));
      room.rollBackPreferences(SHARES);
      room.rollBackPreferences(OPT_OUTS);
      assertThat(seen(room, Optional.empty())).containsExactlyInAnyOrder("p", "claim");
      room.preferences(OPT_OUTS, List.of(new Preference(OTHER, EARLY, false)));
      assertThat(seen(room, Optional.empty())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenPatientGoneSinceAJob_whenTheOptOutComes_thenThePersonIsLate(Database database) {
    List<Runnable> ways = List.of();
    try (CohortRoom room = new CohortRoom(database)) {
      person(room);
      ways =
          List.of(
              () -> room.delete("p"),
              () -> room.expunge("p"),
              () -> room.patient("p", Set.of(OTHER)),
              () -> {});
      for (Runnable way : ways) {
        room.patient("p", Set.of(MEMBER, OTHER));
        SortedSet<Integer> late =
            lateSince(
                room,
                () -> {
                  way.run();
                  room.preferences(OPT_OUTS, List.of(new Preference(MEMBER, EARLY, false)));
                });
        assertThat(late).containsExactly(1);
        room.rollBackPreferences(OPT_OUTS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenMbiOfTheShareLost_whenAsked_thenThePersonIsLate(Database database) {
    try (CohortRoom room = withOutAndIn(database, OTHER)) {
      assertThat(lateSince(room, () -> room.patient("p", Set.of(MEMBER)))).containsExactly(1);
      room.patient("p", Set.of(MEMBER, OTHER));
      assertThat(lateSince(room, () -> room.patient("p", Set.of(MEMBER, OTHER)))).isEmpty();
    }
  }

  /** A person who opted out under an MBI and later chose to share under this one. */
  private static CohortRoom withOutAndIn(Database database, String share) {
    CohortRoom room = new CohortRoom(database);
    person(room);
    room.preferences(OPT_OUTS, List.of(new Preference(MEMBER, EARLY, false)));
    shares(room, share);
    return room;
  }

  private static void person(CohortRoom room) {
    room.begin(BEGIN);
    room.aco(ACO, CohortWorld.LOOKING_BACK);
    room.patient("p", Set.of(MEMBER, OTHER));
    room.claim(
        new Claim("claim", ResourceKind.EXPLANATION_OF_BENEFIT, "p", LATE.minusYears(1), false));
    room.roster(
        new Delivered(
            ACO,
            RosterKind.CURRENT,
            2052,
            BEGIN.minus(Duration.ofDays(1)),
            List.of(MEMBER),
            Map.of()));
  }

  private static void shares(CohortRoom room, String mbi) {
    room.preferences(SHARES, List.of(new Preference(mbi, LATE, true)));
  }

  private static void assertHistorySince(CohortRoom room, Instant then) {
    assertThat(seen(room, Optional.of(then))).containsExactlyInAnyOrder("p", "claim");
    IssuedTime now = room.issue();
    for (int way = 0; way < 2; way++) {
      assertThat(room.answer(ACO, Scope.NEW, Optional.of(then), now, 1).output())
          .containsOnlyKeys("p", "claim");
      assertThat(room.answer(ACO, Scope.ALL, Optional.of(then), now, 1).deleted()).isEmpty();
    }
    assertThat(seen(room, Optional.of(now.at()))).isEmpty();
  }

  /** What Group/all has, by both ways of planning. */
  private static Set<String> seen(CohortRoom room, Optional<Instant> since) {
    IssuedTime now = room.issue();
    Set<String> one = room.answer(ACO, Scope.ALL, since, now, 1).output().keySet();
    assertThat(room.answer(ACO, Scope.ALL, since, now, 1).output()).containsOnlyKeys(one);
    return one;
  }

  /** Who has to be left out of a job's files after something happened. */
  private static SortedSet<Integer> lateSince(CohortRoom room, Runnable happens) {
    Cohort job =
        room.bean(CohortResolver.class)
            .resolve(ACO, Scope.ALL, Optional.empty(), room.issue())
            .cohort();
    happens.run();
    return room.bean(LateOptOuts.class).of(job);
  }
}
