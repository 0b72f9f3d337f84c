package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.Database;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another time after which preferences lapse, set between two exports. */
class PreferencesLapseIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final LocalDate FORTY_DAYS_AGO = LocalDate.parse("2052-05-01");
  private static final Span ALL = new Span(1, Integer.MAX_VALUE);

  /** By looking at every member and by looking at what changed. */
  @ParameterizedTest
  @CsvSource({
    "H2, 30, 60, '', 'claim p', 0, 1",
    "H2, 60, 30, 'claim p', '', 1, 0",
    "POSTGRESQL, 30, 60, '', 'claim p', 0, 1",
    "POSTGRESQL, 60, 30, 'claim p', '', 1, 0"
  })
  void givenAnotherLapse_whenExportedSince_thenWhoComesAndGoesIsTold(
      Database database,
      int daysThen,
      int daysNow,
      String output,
      String deleted,
      long joined,
      long left) {
    try (CohortRoom room = new CohortRoom(database)) {
      Cohort cohort = cohort(room, daysThen, daysNow);
      assertThat(both(room, cohort, true)).containsOnly(output);
      assertThat(both(room, cohort, false)).containsOnly(deleted);
      CohortCounts.Counts counts = room.bean(CohortCounts.class).of(cohort);
      assertThat(counts.joined()).hasValue(joined);
      assertThat(counts.left()).hasValue(left);
    }
  }

  private static List<String> both(CohortRoom room, Cohort cohort, boolean output) {
    ChangeList changes = room.bean(ChangeList.class);
    Visibility visibility = room.bean(Visibility.class);
    changes.find("list", cohort, Set.of(ResourceKind.values()));
    Set<String> looked = new TreeSet<>();
    Set<String> listed = new TreeSet<>();
    for (ResourceKind kind : ResourceKind.values()) {
      read(
          room,
          output ? visibility.output(cohort, kind, ALL) : visibility.deleted(cohort, kind, ALL),
          looked);
      read(
          room,
          output ? changes.output("list", kind, ALL) : changes.deleted("list", kind, ALL),
          listed);
    }
    return List.of(String.join(" ", looked), String.join(" ", listed));
  }

  private static void read(CohortRoom room, ResourceQuery query, Set<String> ids) {
    room.bean(ResourceCursor.class).read(query, row -> ids.add(row.fhirId()));
  }

  /** Of an ACO with one person, who opted out forty days ago. */
  private static Cohort cohort(CohortRoom room, int daysThen, int daysNow) {
    room.begin(BEGIN);
    room.aco(ACO, CohortWorld.LOOKING_BACK);
    String mbi = TestArchive.mbi(1);
    room.patient("p", Set.of(mbi));
    room.claim(new Claim("claim", ResourceKind.EXPLANATION_OF_BENEFIT, "p", FORTY_DAYS_AGO, false));
    room.roster(
        new Delivered(
            ACO,
            RosterKind.CURRENT,
            2052,
            BEGIN.minus(Duration.ofDays(1)),
            List.of(mbi),
            Map.of()));
    room.preferences(BEGIN.minusSeconds(9), List.of(new Preference(mbi, FORTY_DAYS_AGO, false)));
    Instant then = room.pass(Duration.ofDays(1)).at();
    room.pass(Duration.ofDays(1));
    Cohort found =
        room.bean(CohortResolver.class)
            .resolve(ACO, Scope.ALL, Optional.of(then), room.issue())
            .cohort();
    return new Cohort(
        found.rule(),
        found.rosterBefore(),
        lapsing(found.now(), daysNow),
        lapsing(found.then(), daysThen));
  }

  private static Sight lapsing(Sight sight, int days) {
    LocalDate until = sight.preferences().until();
    return new Sight(
        sight.snapshot(),
        sight.roster(),
        sight.services(),
        new PreferenceWindow(until.minusDays(days), until));
  }
}
