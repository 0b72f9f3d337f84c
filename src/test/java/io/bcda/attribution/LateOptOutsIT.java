package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.KnowledgeSql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Whom an export that was made before must not have any more. One person has two MBIs when it is
 * made, and is the first member.
 */
class LateOptOutsIT {
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final Instant FIRST_FILE = Instant.parse("2052-06-01T12:00:00Z");
  private static final Instant SECOND_FILE = Instant.parse("2052-06-02T12:00:00Z");
  private static final String ACO = "SBXAA001";
  private static final String PERSON = "person";
  private static final String ONE = TestArchive.mbi(1);
  private static final String OTHER = TestArchive.mbi(2);
  private static final Preference OUT = new Preference(ONE, LocalDate.of(2052, 1, 1), false);
  private static final Preference IN_LATER = new Preference(OTHER, LocalDate.of(2052, 2, 1), true);
  private static final Consumer<CohortRoom> NOTHING = room -> {};

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNothingHappened_whenAsked_thenNobody(Database database) {
    assertThat(late(database, NOTHING, NOTHING)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenPersonOptsOut_whenAsked_thenLeftOut(Database database) {
    assertThat(late(database, NOTHING, LateOptOutsIT::optsOut)).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenPersonLosesAnMbi_whenOptsOutUnderIt_thenLeftOut(Database database) {
    Consumer<CohortRoom> loses = room -> room.patient(PERSON, Set.of(OTHER));
    assertThat(late(database, NOTHING, loses.andThen(LateOptOutsIT::optsOut))).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenPatientDeleted_whenOptsOut_thenLeftOut(Database database) {
    Consumer<CohortRoom> goes = room -> room.delete(PERSON);
    assertThat(late(database, NOTHING, goes.andThen(LateOptOutsIT::optsOut))).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOldOptOutThatAnOptInOutweighs_whenThatOnesMbiIsLost_thenLeftOut(Database database) {
    Consumer<CohortRoom> loses = room -> room.patient(PERSON, Set.of(ONE));
    assertThat(late(database, LateOptOutsIT::optedOutAndIn, loses)).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOldOptOutThatAnOptInOutweighs_whenThatIsTakenBack_thenLeftOut(Database database) {
    assertThat(
            late(
                database,
                LateOptOutsIT::optedOutAndIn,
                room -> room.rollBackPreferences(SECOND_FILE)))
        .containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOldOptOutThatAnOptInOutweighs_whenToldAgainUnderALostMbi_thenNobody(Database database) {
    Consumer<CohortRoom> loses = room -> room.patient(PERSON, Set.of(OTHER));
    assertThat(
            late(
                database,
                LateOptOutsIT::optedOutAndIn,
                loses.andThen(room -> room.preferences(SECOND_FILE.plusSeconds(9), List.of(OUT)))))
        .isEmpty();
  }

  private static void optsOut(CohortRoom room) {
    room.preferences(FIRST_FILE, List.of(OUT));
  }

  private static void optedOutAndIn(CohortRoom room) {
    optsOut(room);
    room.preferences(SECOND_FILE, List.of(IN_LATER));
  }

  /**
   * @param before the export
   * @param since the export
   */
  private static SortedSet<Integer> late(
      Database database, Consumer<CohortRoom> before, Consumer<CohortRoom> since) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.aco(ACO, CohortWorld.LOOKING_BACK);
      room.patient(PERSON, Set.of(ONE, OTHER));
      Instant file = BEGIN.minus(Duration.ofDays(1));
      room.roster(new Delivered(ACO, RosterKind.CURRENT, 2052, file, List.of(ONE), Map.of()));
      before.accept(room);
      room.pass(Duration.ofDays(1));
      IssuedTime time = room.issue();
      Cohort cohort =
          room.bean(CohortResolver.class).resolve(ACO, Scope.ALL, Optional.empty(), time).cohort();
      since.accept(room);
      return of(room).of(cohort);
    }
  }

  private static LateOptOuts of(CohortRoom room) {
    return new LateOptOuts(
        room.bean(KnowledgeSql.class),
        room.bean(PeopleSql.class),
        room.bean(OptOuts.class),
        room.bean(NamedParameterJdbcTemplate.class),
        Clock.fixed(BEGIN.plus(Duration.ofDays(1)), ZoneOffset.UTC));
  }
}
