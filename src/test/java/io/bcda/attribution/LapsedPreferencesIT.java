package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortRoom.Answer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Preferences that count for sixty days, as CMS's own server has it, where that is set. */
class LapsedPreferencesIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final LocalDate SIXTY_DAYS_BEFORE_THE_ELEVENTH = LocalDate.parse("2052-04-12");
  private static final Duration A_DAY = Duration.ofDays(1);

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOptOut_whenItsSixtyDaysAreOver_thenFullHistory(Database database) {
    try (CohortRoom room = optedOut(database, 60)) {
      IssuedTime lastDay = room.pass(A_DAY);
      assertThat(ask(room, Scope.ALL, Optional.empty(), lastDay).output()).isEmpty();

      IssuedTime after = room.pass(A_DAY);
      Optional<Instant> since = Optional.of(lastDay.at());
      assertThat(ask(room, Scope.ALL, Optional.empty(), after).output()).hasSize(2);
      assertThat(ask(room, Scope.ALL, since, after).output()).containsOnlyKeys("person", "claim");
      assertThat(ask(room, Scope.NEW, since, after).output()).containsOnlyKeys("person", "claim");
      assertThat(ask(room, Scope.ALL, since, after).deleted()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOptOut_whenNothingIsSet_thenItCountsForGood(Database database) {
    try (CohortRoom room = optedOut(database, null)) {
      IssuedTime later = room.pass(A_DAY.multipliedBy(40));
      assertThat(ask(room, Scope.ALL, Optional.empty(), later).output()).isEmpty();
    }
  }

  private static Answer ask(
      CohortRoom room, Scope scope, Optional<Instant> since, IssuedTime time) {
    Answer answer = room.answer(ACO, scope, since, time, 100);
    assertThat(answer.refusal()).isNull();
    return answer;
  }

  /** With one member, who has one claim. */
  private static CohortRoom optedOut(Database database, Integer lapseAfterDays) {
    CohortRoom room = new CohortRoom(database, settings(lapseAfterDays));
    String mbi = TestArchive.mbi(1);
    room.begin(BEGIN);
    room.aco(ACO, CohortWorld.LOOKING_BACK);
    room.patient("person", Set.of(mbi));
    ResourceKind kind = ResourceKind.EXPLANATION_OF_BENEFIT;
    room.claim(new Claim("claim", kind, "person", LocalDate.parse("2052-01-02"), false));
    room.roster(
        new Delivered(ACO, RosterKind.CURRENT, 2052, BEGIN.minus(A_DAY), List.of(mbi), Map.of()));
    Preference out = new Preference(mbi, SIXTY_DAYS_BEFORE_THE_ELEVENTH, false);
    room.preferences(BEGIN.minus(A_DAY), List.of(out));
    return room;
  }

  private static AttributionSettings settings(Integer lapseAfterDays) {
    AttributionSettings usual = RosterInForceRuleTest.SETTINGS;
    return new AttributionSettings(
        usual.counts(),
        usual.mbiForm(),
        usual.syntheticMbi(),
        usual.trailer(),
        usual.maxAge(),
        usual.maxMembers(),
        usual.importClock(),
        usual.currentMaxAge(),
        usual.runoutMaxAge(),
        lapseAfterDays);
  }
}
