package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Participation.Bound;
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

  /**
   * The state of each kind that the ACO's model has, current first, also of a kind that never came.
   */
  public List<AttributionStatus> of(String aco) {
    AcoModel model = acos.modelOf(aco);
    return Arrays.stream(RosterKind.values())
        .filter(kind -> kind == RosterKind.CURRENT || model.runout())
        .map(kind -> of(aco, model, kind))
        .toList();
  }

  public AttributionStatus of(String aco, RosterKind kind) {
    return of(aco, acos.modelOf(aco), kind);
  }

  private AttributionStatus of(String aco, AcoModel model, RosterKind kind) {
    Optional<Roster> roster = inForce(aco, kind);
    Optional<Participation> ended = participations.now(aco);
    return new AttributionStatus(kind, roster, judge(aco, model, kind, roster, ended));
  }

  /**
   * Whether a roster in force can be used now, in the words that the ACO reads in its status and in
   * a refused kick-off alike.
   *
   * @param ended as far as it was known when the roster was in force
   */
  RosterValidity judge(
      String aco,
      AcoModel model,
      RosterKind kind,
      Optional<Roster> roster,
      Optional<Participation> ended) {
    Optional<Participation> bounded = ended.filter(e -> e.attribution() == Bound.ENDED);
    if (bounded.isPresent()) {
      return rule.judgeBounded(bounded.get(), kind, roster);
    }
    return kind == RosterKind.CURRENT
        ? rule.judgeCurrent(model, roster, inForce(aco, RosterKind.RUNOUT))
        : rule.judge(model, kind, roster);
  }

  private Optional<Roster> inForce(String aco, RosterKind kind) {
    return rosters.inForce(aco, kind).map(RosterInForce::roster);
  }
}
