package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Cohort.Rule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import io.bcda.store.Watermark;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What an ACO may see at this moment, for reads and searches: the people of its current roster, and
 * of its runout roster with their claims of that year (design section 4). Asked in bulk: the number
 * of statements does not grow with the resources or people.
 */
@Component
public class VisibleNow {
  private static final Visibility.Span NO_SPAN = new Visibility.Span(1, 1);
  private final AcoRegistry acos;
  private final AttributionStatuses statuses;
  private final Sights sights;
  private final Watermark watermark;
  private final VisibleSql sql;

  VisibleNow(
      AcoRegistry acos,
      AttributionStatuses statuses,
      Sights sights,
      Watermark watermark,
      VisibleSql sql) {
    this.acos = acos;
    this.statuses = statuses;
    this.sights = sights;
    this.watermark = watermark;
    this.sql = sql;
  }

  /**
   * One look of an ACO at what there is.
   *
   * @param cohorts by each roster that is in force and valid; none: nothing can be seen
   * @param state how the current attribution stands, in a sentence for the ACO's developer
   */
  public record Look(List<Cohort> cohorts, String state) {
    public Look {
      cohorts = List.copyOf(cohorts);
    }

    /** Whether no roster is in force, so that nothing can be seen at all. */
    public boolean isBlind() {
      return cohorts.isEmpty();
    }

    /**
     * @throws Refusal NO_ATTRIBUTION, with the reason, if it is blind
     */
    public void require() {
      if (isBlind()) {
        throw new Refusal(Reason.NO_ATTRIBUTION, state);
      }
    }
  }

  /** Looks by what is committed now. */
  public Look look(String aco) {
    IssuedTime present = watermark.present();
    AcoModel model = acos.modelOf(aco);
    List<AttributionStatus> all = statuses.of(aco);
    List<Cohort> cohorts =
        all.stream()
            .filter(status -> status.validity().isUsable())
            .map(status -> sights.at(model, status.roster(), present))
            .map(sight -> new Cohort(Rule.EVERYTHING, null, sight, null))
            .toList();
    return new Look(cohorts, all.get(0).validity().sentence());
  }

  /** The ids of those resources that are named and may be seen, sorted. */
  public List<String> find(Look look, NamedResources named) {
    Set<String> found = new HashSet<>();
    for (Cohort cohort : look.cohorts()) {
      found.addAll(sql.find(cohort, parameters(cohort, named.kind()), named));
    }
    return found.stream().sorted().toList();
  }

  /**
   * Those of some resources that may be seen, by one statement for each roster.
   *
   * @param resIds row ids of HFJ_RESOURCE, of any kind
   * @return the version of each, as the look has it
   */
  public Map<Long, Long> among(Look look, Collection<Long> resIds) {
    Map<Long, Long> seen = new HashMap<>();
    if (!resIds.isEmpty()) {
      for (Cohort cohort : look.cohorts()) {
        seen.putAll(sql.among(cohort, parameters(cohort, ResourceKind.PATIENT), resIds));
      }
    }
    return seen;
  }

  private static Map<String, Object> parameters(Cohort cohort, ResourceKind kind) {
    return CohortParameters.of(cohort, kind, NO_SPAN);
  }
}
