package io.bcda.attribution;

import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.Watermark;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The groups of an ACO's people, made when they are asked for (decision 7). */
@Component
public class AttributedGroups {
  private final AcoRegistry acos;
  private final AttributionStatuses statuses;
  private final CohortResolver cohorts;
  private final CohortCounts counts;
  private final Watermark watermark;

  AttributedGroups(
      AcoRegistry acos,
      AttributionStatuses statuses,
      CohortResolver cohorts,
      CohortCounts counts,
      Watermark watermark) {
    this.acos = acos;
    this.statuses = statuses;
    this.cohorts = cohorts;
    this.counts = counts;
    this.watermark = watermark;
  }

  /** Those that the ACO's model has, in the order of {@link AcoGroup}. */
  public List<AttributedGroup> of(String aco) {
    IssuedTime present = watermark.present();
    return acos.modelOf(aco).groups().stream()
        .sorted()
        .map(group -> group(aco, group, present))
        .toList();
  }

  /**
   * One of them.
   *
   * @throws Refusal NOT_FOUND when ACOs of this model have no such group
   */
  public AttributedGroup of(String aco, AcoGroup group) {
    acos.modelOf(aco).require(group);
    return group(aco, group, watermark.present());
  }

  private AttributedGroup group(String aco, AcoGroup group, IssuedTime present) {
    Scope scope = Scope.of(group);
    AttributionStatus status = statuses.of(aco, scope.kind());
    if (!status.validity().isUsable()) {
      return new AttributedGroup(group, status, 0);
    }
    Resolution found = cohorts.resolve(aco, scope, Optional.empty(), present);
    return new AttributedGroup(group, status, counts.covered(found.cohort()));
  }
}
