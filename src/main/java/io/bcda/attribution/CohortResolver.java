package io.bcda.attribution;

import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Cohort.Rule;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.Snapshot;
import io.bcda.store.Tombstones;
import io.bcda.store.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From what was asked to whom it covers: the rosters, times and windows of one export. */
@Component
public class CohortResolver {
  static final String EARLIER_ERA =
      "_since lies before this server's data were restored or rebuilt. This is a full export without deletions: replace your copy with it";
  static final String BEYOND_TOMBSTONES =
      "_since lies more than 400 days back: what went before that is not listed under deleted. Ask for a full export without _since and replace your copy with it";
  private final AcoRegistry acos;
  private final RosterStore rosters;
  private final ParticipationStore participations;
  private final AttributionStatuses statuses;
  private final Sights sights;
  private final Watermark watermark;

  CohortResolver(
      AcoRegistry acos,
      RosterStore rosters,
      ParticipationStore participations,
      AttributionStatuses statuses,
      Sights sights,
      Watermark watermark) {
    this.acos = acos;
    this.rosters = rosters;
    this.participations = participations;
    this.statuses = statuses;
    this.sights = sights;
    this.watermark = watermark;
  }

  /** Who is asked for. */
  public enum Scope {
    /** Everybody visible now; {@code _since} filters all alike. */
    EVERYBODY(RosterKind.CURRENT, null),
    /** Group all: with {@code _since}, who joined since gets full history. */
    ALL(RosterKind.CURRENT, AcoGroup.ALL),
    /** Group new. */
    NEW(RosterKind.CURRENT, AcoGroup.NEW),
    /** Group runout. */
    RUNOUT(RosterKind.RUNOUT, AcoGroup.RUNOUT);

    private final RosterKind kind;
    private final @Nullable AcoGroup group;

    Scope(RosterKind kind, @Nullable AcoGroup group) {
      this.kind = kind;
      this.group = group;
    }

    /** The scope of a group. */
    static Scope of(AcoGroup group) {
      return switch (group) {
        case ALL -> ALL;
        case NEW -> NEW;
        case RUNOUT -> RUNOUT;
      };
    }

    RosterKind kind() {
      return kind;
    }
  }

  /**
   * What was found.
   *
   * @param membersNow members of the roster in force now
   * @param membersThen members of the roster in force at {@code _since}, 0 for none
   * @param warnings sentences for the manifest's error file
   */
  public record Resolution(
      RosterKind kind, Cohort cohort, int membersNow, int membersThen, List<String> warnings) {
    public Resolution {
      warnings = List.copyOf(warnings);
    }

    /** The same with a part of the cohort. */
    public Resolution limited(UnaryOperator<Cohort> part) {
      return new Resolution(kind, part.apply(cohort), membersNow, membersThen, warnings);
    }
  }

  /**
   * Resolves an export.
   *
   * @throws Refusal NOT_FOUND when ACOs of this model have no such group; NO_ATTRIBUTION when no
   *     roster of the kind is in force and valid
   */
  public Resolution resolve(String aco, Scope scope, Optional<Instant> since, IssuedTime issued) {
    AcoModel model = acos.modelOf(aco);
    if (scope.group != null) {
      model.require(scope.group);
    }
    Optional<Roster> inForce = inForceAt(aco, scope.kind, issued.snapshot());
    Optional<Participation> ended = participations.at(aco, issued.snapshot());
    statuses.judge(aco, model, scope.kind, inForce, ended).require();
    Roster now = inForce.orElseThrow();
    List<String> warnings = new ArrayList<>();
    IssuedTime then = since.map(s -> timeAt(s, issued, warnings)).orElse(null);
    Optional<Roster> rosterThen =
        then == null ? Optional.empty() : inForceAt(aco, scope.kind, then.snapshot());
    Rule rule = rule(scope, since.isPresent(), then != null);
    Long before =
        rule == Rule.NEW_BY_DELIVERY
            ? rosters.beforeDeliveryOf(now).map(Roster::id).orElse(null)
            : null;
    Cohort cohort =
        new Cohort(
            rule,
            before,
            sights.at(model, inForce, issued),
            then == null ? null : sights.at(model, rosterThen, then));
    return new Resolution(
        scope.kind, cohort, now.members(), rosterThen.map(Roster::members).orElse(0), warnings);
  }

  private Optional<Roster> inForceAt(String aco, RosterKind kind, Snapshot snapshot) {
    return rosters.inForceAt(aco, kind, snapshot).map(RosterInForce::roster);
  }

  /** What was known at {@code since}; null when that cannot be told, so that nothing was seen. */
  private @Nullable IssuedTime timeAt(Instant since, IssuedTime issued, List<String> warnings) {
    if (since.equals(issued.at())) {
      return issued;
    }
    Optional<IssuedTime> then = watermark.notLaterThan(since);
    if (then.isEmpty()) {
      return null;
    }
    if (then.get().snapshot().era() != issued.snapshot().era()) {
      warnings.add(EARLIER_ERA);
      return null;
    }
    if (since.isBefore(issued.at().minus(Tombstones.KEPT))) {
      warnings.add(BEYOND_TOMBSTONES);
    }
    return then.get();
  }

  private static Rule rule(Scope scope, boolean since, boolean knownThen) {
    return switch (scope) {
      case EVERYBODY -> knownThen ? Rule.CHANGED : Rule.EVERYTHING;
      case ALL, RUNOUT -> knownThen ? Rule.UNSEEN : Rule.EVERYTHING;
      case NEW -> {
        if (!since) {
          yield Rule.NEW_BY_DELIVERY;
        }
        yield knownThen ? Rule.NEW_SINCE : Rule.EVERYTHING;
      }
    };
  }
}
