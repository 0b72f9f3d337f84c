package io.bcda.export;

import io.bcda.attribution.Cohort;
import io.bcda.attribution.CohortPart;
import io.bcda.attribution.PreferenceWindow;
import io.bcda.attribution.ServiceWindow;
import io.bcda.attribution.Sight;
import io.bcda.store.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cohort in the columns of {@code export_job}; its era stands in a column of the job's own. */
final class CohortColumns {
  private static final List<String> SIGHT =
      List.of(
          "roster_%s",
          "service_from_%s", "service_until_%s", "preferences_from_%s", "preferences_until_%s");

  private CohortColumns() {}

  /** The columns' names, in the order of {@link #values}. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of("rule", "roster_before"));
    names.addAll(List.of("snapshot", "since_snapshot"));
    names.addAll(List.of("until_snapshot", "updated_before", "people_list"));
    for (String when : List.of("now", "then")) {
      SIGHT.forEach(column -> names.add(column.formatted(when)));
    }
    return names;
  }

  static List<Object> values(Cohort cohort) {
    Sight then = cohort.then();
    List<Object> values = new ArrayList<>();
    values.add(cohort.rule().name());
    values.add(cohort.rosterBefore());
    values.add(cohort.now().snapshot().value());
    values.add(then == null ? null : then.snapshot().value());
    values.addAll(part(cohort.part()));
    values.addAll(sight(cohort.now()));
    values.addAll(then == null ? Arrays.asList(new Object[SIGHT.size()]) : sight(then));
    return values;
  }

  private static List<Object> part(CohortPart part) {
    return Arrays.asList(
        part.until() == null ? null : part.until().value(),
        part.updatedBefore() == null ? null : part.updatedBefore().atOffset(ZoneOffset.UTC),
        part.people());
  }

  private static List<Object> sight(Sight sight) {
    PreferenceWindow preferences = sight.preferences();
    return Arrays.asList(
        sight.roster(),
        sight.services().from(),
        sight.services().until(),
        preferences == null ? null : preferences.from(),
        preferences == null ? null : preferences.until());
  }

  static Cohort cohort(ResultSet rs) throws SQLException {
    String then = rs.getString("since_snapshot");
    return new Cohort(
        Cohort.Rule.valueOf(rs.getString("rule")),
        rs.getObject("roster_before", Long.class),
        sight(rs, rs.getString("snapshot"), "now"),
        then == null ? null : sight(rs, then, "then"),
        part(rs));
  }

  private static CohortPart part(ResultSet rs) throws SQLException {
    String until = rs.getString("until_snapshot");
    OffsetDateTime before = rs.getObject("updated_before", OffsetDateTime.class);
    return new CohortPart(
        until == null ? null : new Snapshot(rs.getInt("era"), until),
        before == null ? null : before.toInstant(),
        rs.getString("people_list"));
  }

  private static Sight sight(ResultSet rs, String snapshot, String when) throws SQLException {
    return new Sight(
        new Snapshot(rs.getInt("era"), snapshot),
        rs.getObject("roster_" + when, Long.class),
        new ServiceWindow(day(rs, "service_from_", when), day(rs, "service_until_", when)),
        preferences(day(rs, "preferences_from_", when), day(rs, "preferences_until_", when)));
  }

  private static @Nullable PreferenceWindow preferences(
      @Nullable LocalDate from, @Nullable LocalDate until) {
    return until == null ? null : new PreferenceWindow(from, until);
  }

  private static @Nullable LocalDate day(ResultSet rs, String column, String when)
      throws SQLException {
    return rs.getObject(column + when, LocalDate.class);
  }
}
