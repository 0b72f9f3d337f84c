package io.bcda.attribution;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.attribution.DecisionRow.Outcome;
import io.bcda.attribution.DecisionStep.Phase;
import io.bcda.attribution.DecisionTimes.Since;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A row of the decision table, lived by the server's rooms, in days of the future. */
final class DecisionTrial {
  private static final int ALL_AT_ONCE = 1_000;
  private static final String ANYTHING =
      "UPDATE hfj_resource SET res_updated = res_updated WHERE res_id = 1";

  private final CohortRoom room;
  private final DecisionRow row;
  private final DecisionTimes times;
  private final String aco;
  private final DecisionWorld world;
  private Instant now;

  DecisionTrial(CohortRoom room, DecisionRow row) {
    this.room = room;
    this.row = row;
    this.times = row.times();
    this.aco = model().aco(row.number());
    this.world = new DecisionWorld(room, row.number(), aco, times);
    this.now = times.since().minus(Duration.ofDays(12));
  }

  private DecisionModels model() {
    return row.get(DecisionColumn.MODEL, DecisionModels.class);
  }

  /** Lets happen what the row says, and asks. */
  Outcome outcome() {
    room.begin(now);
    room.aco(aco, model().model());
    world.stranger();
    pass(times.since().minus(Duration.ofDays(1)));
    happen(Phase.BEFORE);
    if (steps().anyMatch(step -> step.phase() == Phase.OPEN)) {
      passWithOpenTransaction();
    } else {
      pass(times.since());
    }
    happen(Phase.SINCE);
    return ask(pass(times.export()));
  }

  private Stream<DecisionStep> steps() {
    return Stream.of(data(), rosters(), optOuts(), terms()).flatMap(List::stream);
  }

  private List<DecisionStep> data() {
    return Stream.concat(
            model().steps().stream(),
            row.get(DecisionColumn.DATA, DecisionData.class).steps().stream())
        .toList();
  }

  private List<DecisionStep> rosters() {
    return Stream.concat(
            row
                .get(DecisionColumn.ROSTER, DecisionRosters.class)
                .steps(RosterKind.CURRENT)
                .stream(),
            row.get(DecisionColumn.RUNOUT, DecisionRosters.class).steps(RosterKind.RUNOUT).stream())
        .toList();
  }

  private List<DecisionStep> optOuts() {
    return row.get(DecisionColumn.OPT_OUT, DecisionOptOuts.class).steps();
  }

  private List<DecisionStep> terms() {
    return row.get(DecisionColumn.ACO, DecisionTerms.class).steps();
  }

  /** What happens since happens on one day after the other, by matter. */
  private void happen(Phase phase) {
    int day = 4;
    for (List<DecisionStep> matter : List.of(data(), rosters(), optOuts(), terms())) {
      List<DecisionStep> steps = matter.stream().filter(step -> step.phase() == phase).toList();
      if (phase == Phase.SINCE && !steps.isEmpty()) {
        pass(times.later().plus(Duration.ofDays(day)));
      }
      steps.forEach(step -> step.fact().accept(world));
      day++;
    }
  }

  private IssuedTime pass(Instant to) {
    IssuedTime issued = room.pass(Duration.between(now, to));
    now = to;
    return issued;
  }

  /** Something is written first, so that the transaction has begun for the database. */
  private void passWithOpenTransaction() {
    new TransactionTemplate(room.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status -> {
              assertThat(db().update(ANYTHING)).isEqualTo(1);
              CompletableFuture.runAsync(() -> pass(times.since())).join();
              happen(Phase.OPEN);
            });
  }

  private Outcome ask(IssuedTime issued) {
    Aco.Status status = room.bean(AcoRegistry.class).find(aco).orElseThrow().status();
    if (status == Aco.Status.DENIED) {
      return new Outcome(DecisionRow.Answer.DENIED, Set.of(), Set.of());
    }
    Scope scope = row.get(DecisionColumn.GROUP, DecisionRow.Asked.class).scope;
    Optional<Instant> since = since(issued);
    Answer answer = room.answer(aco, scope, since, issued, ALL_AT_ONCE);
    assertThat(answer.deleted()).noneMatch(answer.output()::containsKey);
    Refusal refusal = answer.refusal();
    if (refusal != null) {
      assertThat(refusal.reason()).isIn(Reason.NO_ATTRIBUTION, Reason.NOT_FOUND);
      return new Outcome(DecisionRow.Answer.NOT_FOUND, Set.of(), Set.of());
    }
    List<String> warnings =
        room.bean(CohortResolver.class).resolve(aco, scope, since, issued).warnings();
    return new Outcome(
        warnings.isEmpty() ? DecisionRow.Answer.OK : DecisionRow.Answer.WARNED,
        parts(answer.output().keySet()),
        parts(answer.deleted()));
  }

  private Optional<Instant> since(IssuedTime issued) {
    Since since = row.get(DecisionColumn.SINCE, Since.class);
    if (since == Since.EARLIER_ERA) {
      beginEra();
    }
    return switch (since) {
      case NONE -> Optional.empty();
      case LAST_EXPORT, OVER_400_DAYS, EARLIER_ERA -> Optional.of(times.since());
      case UNISSUED -> Optional.of(times.later().plus(Duration.ofHours(4 * 24 + 6)));
      case THIS_EXPORT -> Optional.of(issued.at());
      case BEFORE_ALL -> Optional.of(times.since().minus(Duration.ofDays(100)));
    };
  }

  /** Makes the times that were issued ones of an earlier era. */
  private void beginEra() {
    db().update(
            "INSERT INTO era (id, identity, started_at) SELECT 0, 'restored', CURRENT_TIMESTAMP"
                + " WHERE NOT EXISTS (SELECT 1 FROM era WHERE id = 0)");
    db().update("UPDATE issued_time SET era = 0");
  }

  /** What is anybody else's fails here. */
  private Set<DecisionPart> parts(Set<String> ids) {
    Set<DecisionPart> parts =
        Arrays.stream(DecisionPart.values())
            .filter(part -> ids.contains(part.id(row.number())))
            .collect(toCollection(() -> EnumSet.noneOf(DecisionPart.class)));
    assertThat(ids).isEqualTo(parts.stream().map(p -> p.id(row.number())).collect(toSet()));
    return parts;
  }

  private JdbcTemplate db() {
    return room.bean(JdbcTemplate.class);
  }
}
