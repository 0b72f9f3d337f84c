package io.bcda.attribution;

import io.bcda.aco.AcoRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells an ACO how its attribution stands. */
@Component
public class AttributionStatuses {
  private final AcoRegistry acos;
  private final RosterStore rosters;
  private final ParticipationStore participations;
  private final RosterInForceRule rule;

  AttributionStatuses(
      AcoRegistry acos,
      RosterStore rosters,
      ParticipationStore participations,
      RosterInForceRule rule) {
    this.acos = acos;
    this.rosters = rosters;
    this.participations = participations;
    this.rule = rule;
  }

  /** The state of both kinds, current first, also of a kind that never came. */
  public List<AttributionStatus> of(String aco) {
    return Arrays.stream(RosterKind.values()).map(kind -> of(aco, kind)).toList();
  }

  public AttributionStatus of(String aco, RosterKind kind) {
    Optional<Roster> roster = rosters.inForce(aco, kind).map(RosterInForce::roster);
    return new AttributionStatus(
        kind, roster, rule.judge(acos.modelOf(aco), participations.now(aco), kind, roster));
  }
}
