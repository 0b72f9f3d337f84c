package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.CohortWorld.Limit;
import io.bcda.refusal.Reason;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Terms that change while an export is asked for: those of its time count, with its roster. */
class TermsOfTheTimeIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final String MBI = TestArchive.mbi(1);

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRosterTooOld_whenLimitedAfterTheTime_thenRefusedUntilTheNext(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.aco(ACO, CohortWorld.LOOKING_BACK);
      room.patient("p1", Set.of(MBI));
      Instant file = BEGIN.minus(Duration.ofDays(60));
      room.roster(new Delivered(ACO, RosterKind.CURRENT, 2052, file, List.of(MBI), Map.of()));

      IssuedTime before = room.issue();
      room.limit(new Limit(ACO, LocalDate.of(2052, 6, 1), true, true, null));
      assertThat(answer(room, before).refusal().reason()).isEqualTo(Reason.NO_ATTRIBUTION);
      IssuedTime limited = room.issue();
      room.restore(ACO);
      assertThat(answer(room, limited).output()).containsOnlyKeys("p1");
      assertThat(answer(room, room.issue()).refusal().reason()).isEqualTo(Reason.NO_ATTRIBUTION);
    }
  }

  private static Answer answer(CohortRoom room, IssuedTime time) {
    return room.answer(ACO, Scope.ALL, Optional.empty(), time, 1);
  }
}
