package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.attribution.Participation.Bound;
import io.bcda.store.IssuedTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an ACO can see at a time, by its roster and by the rules of its model. */
@Component
class Sights {
  private final ModelRules rules;
  private final ParticipationStore participations;
  private final AttributionSettings settings;

  Sights(ModelRules rules, ParticipationStore participations, AttributionSettings settings) {
    this.rules = rules;
    this.participations = participations;
    this.settings = settings;
  }

  /** How an ACO's participation ended, as far as was known at a time; empty while it goes on. */
  private Optional<Participation> endOf(String aco, IssuedTime time) {
    return participations.at(aco, time.snapshot());
  }

  /**
   * As far as was known at a time.
   *
   * @param roster in force then
   */
  Sight at(AcoModel model, Optional<Roster> roster, IssuedTime time) {
    ModelRules.ModelRule rule = rules.at(model.name(), time.snapshot());
    LocalDate today = LocalDate.ofInstant(time.at(), ZoneOffset.UTC);
    return new Sight(
        time.snapshot(),
        roster.map(Roster::id).orElse(null),
        roster.map(r -> services(model, rule, r, time)).orElse(ServiceWindow.OPEN),
        rule.suppressionExempt() ? null : preferences(today));
  }

  private ServiceWindow services(
      AcoModel model, ModelRules.ModelRule rule, Roster roster, IssuedTime time) {
    LocalDate today = LocalDate.ofInstant(time.at(), ZoneOffset.UTC);
    LocalDate from = rule.lookBack().map(back -> back.from(roster.aco(), today)).orElse(null);
    LocalDate until =
        endOf(roster.aco(), time)
            .filter(ended -> ended.claims() == Bound.ENDED)
            .map(Participation::endedOn)
            .orElse(null);
    return new ServiceWindow(from, earlier(until, until(model, roster)));
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate a, @Nullable LocalDate b) {
    return a == null || b != null && b.isBefore(a) ? b : a;
  }

  /** The last day of a runout roster's performance year. */
  private static @Nullable LocalDate until(AcoModel model, Roster roster) {
    return roster.kind() == RosterKind.RUNOUT
        ? new PerformanceYear(roster.performanceYear(), model.yearBegins()).last()
        : null;
  }

  private PreferenceWindow preferences(LocalDate today) {
    Integer days = settings.preferencesLapseAfterDays();
    return new PreferenceWindow(days == null ? null : today.minusDays(days), today);
  }
}
