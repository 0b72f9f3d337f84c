package io.bcda.attribution;

import io.bcda.store.ResourceKind;
import io.bcda.store.Snapshot;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cohort as values of the named parameters in {@link PeopleSql} and what is built of it. */
final class CohortParameters {
  private static final LocalDate NEVER = LocalDate.of(1, 1, 1);

  private CohortParameters() {}

  static Map<String, Object> of(Cohort cohort, ResourceKind kind, Visibility.Span span) {
    Map<String, Object> values = new HashMap<>();
    values.put("type", kind.code());
    values.put("resType", kind.fhirType());
    values.put("first", span.first());
    values.put("last", span.last());
    values.put("rosterBefore", Sight.orNone(cohort.rosterBefore()));
    put(values, cohort.now(), "now", "Now");
    Snapshot until = cohort.part().until();
    putIfPresent(values, "untilSnapshot", until == null ? null : until.value());
    putIfPresent(values, "people", cohort.part().people());
    Sight then = cohort.then();
    if (then != null) {
      put(values, then, "then", "Then");
      PreferenceWindow preferences = then.preferences();
      values.put("dayThen", preferences == null ? NEVER : preferences.until());
    }
    return values;
  }

  private static void put(Map<String, Object> values, Sight sight, String at, String when) {
    values.put(at, sight.snapshot().value());
    values.put("roster" + when, sight.rosterOrNone());
    putIfPresent(values, "from" + when, sight.services().from());
    putIfPresent(values, "until" + when, sight.services().until());
    PreferenceWindow preferences = sight.preferences();
    if (preferences != null) {
      putIfPresent(values, "preferencesFrom" + when, preferences.from());
      values.put("preferencesUntil" + when, preferences.until());
    }
  }

  private static void putIfPresent(
      Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
