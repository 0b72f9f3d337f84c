package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortCounts.Counts;
import io.bcda.store.ResourceKind;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Counts people one by one, and holds {@link CohortCounts} to that. */
final class CohortTally {
  private final AttributionDatabase room;

  CohortTally(AttributionDatabase room) {
    this.room = room;
  }

  void check(Cohort cohort) {
    PeopleSql people = room.bean(PeopleSql.class);
    Counts counts = room.bean(CohortCounts.class).of(cohort);
    assertThat(counts.visible()).as("visible").isEqualTo(count(cohort, people.now(cohort), "TRUE"));
    if (cohort.then() == null) {
      return;
    }
    assertThat(counts.joined())
        .as("joined")
        .hasValue(
            count(
                cohort,
                people.now(cohort),
                "NOT " + people.isSeenSinceThen("p.patient_pid", cohort)));
    assertThat(counts.left())
        .as("left")
        .hasValue(
            count(cohort, people.then(cohort), "NOT " + people.isSeenNow("p.patient_pid", cohort)));
  }

  private long count(Cohort cohort, String of, String where) {
    Visibility.Span all = new Visibility.Span(1, Integer.MAX_VALUE);
    return room.bean(NamedParameterJdbcTemplate.class)
        .queryForObject(
            "SELECT count(*) FROM (%s) p WHERE %s".formatted(of, where),
            CohortParameters.of(cohort, ResourceKind.PATIENT, all),
            Long.class);
  }
}
