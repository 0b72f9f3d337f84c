package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was made before is looked after whenever somebody may have opted out, and only then. */
class OptOutWatchIT {
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final String MBI = TestArchive.mbi(1);
  private static final String OTHER = TestArchive.mbi(2);
  private OptOutWatch.Mark mark;

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFilesOfPreferences_whenTheyComeAndGo_thenMovedOnce(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      mark = room.bean(OptOutWatch.class).mark();
      assertThat(isMoved(room)).isFalse();
      room.preferences(BEGIN.minusSeconds(9), List.of(preference(MBI)));
      assertThat(isMoved(room)).isTrue();
      assertThat(isMoved(room)).isFalse();
      room.rollBackPreferences(BEGIN.minusSeconds(9));
      assertThat(isMoved(room)).isTrue();
      assertThat(isMoved(room)).isFalse();
      room.pass(Duration.ofDays(1));
      assertThat(isMoved(room)).as("a new day").isTrue();
      assertThat(isMoved(room)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFileThatIsCommittedAfterANewerOne_whenItComes_thenMoved(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.preferences(BEGIN.minusSeconds(9), List.of(preference(MBI)));
      room.bean(JdbcTemplate.class).update("UPDATE preference_file SET id = 100");
      mark = room.bean(OptOutWatch.class).mark();
      room.preferences(BEGIN.minusSeconds(8), List.of(preference(OTHER)));
      assertThat(isMoved(room)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenMbisOfWhichPreferencesTell_whenTheyComeAndGo_thenMovedOnce(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.preferences(BEGIN.minusSeconds(9), List.of(preference(MBI)));
      room.patient("p", Set.of(OTHER));
      room.issue();
      mark = room.bean(OptOutWatch.class).mark();

      for (Set<String> mbis : List.of(Set.of(MBI, OTHER), Set.of(OTHER))) {
        room.patient("p", mbis);
        room.issue();
        assertThat(isMoved(room)).as("" + mbis.size()).isTrue();
        room.issue();
        assertThat(isMoved(room)).isFalse();
      }
      room.patient("p", Set.of(OTHER, TestArchive.mbi(3)));
      room.patient("q", Set.of(TestArchive.mbi(4)));
      room.issue();
      assertThat(isMoved(room)).as("nobody told anything of these").isFalse();
    }
  }

  private boolean isMoved(CohortRoom room) {
    OptOutWatch watch = room.bean(OptOutWatch.class);
    OptOutWatch.Mark now = watch.mark();
    boolean moved = watch.isMoved(mark, now);
    mark = now;
    return moved;
  }

  private static Preference preference(String mbi) {
    return new Preference(mbi, LocalDate.parse("2052-03-01"), false);
  }
}
