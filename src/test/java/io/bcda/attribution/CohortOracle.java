package io.bcda.attribution;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.bcda.attribution.CohortModel.Moment;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortState.Kept;
import io.bcda.attribution.CohortState.Terms;
import io.bcda.attribution.CohortState.Told;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.refusal.Reason;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an export must yield, by brute force over a {@link CohortModel}. */
final class CohortOracle {
  private final CohortModel model;

  CohortOracle(CohortModel model) {
    this.model = model;
  }

  /**
   * What must and what may come. More than must comes where the server rather sends a person's
   * history once too often.
   *
   * @param refusal why nothing comes; null if something may
   * @param deleted exactly
   */
  record Expected(
      @Nullable Reason refusal,
      Map<String, Kept> required,
      Map<String, Kept> allowed,
      Set<String> deleted) {

    private static Expected refused(Reason why) {
      return new Expected(why, Map.of(), Map.of(), Set.of());
    }

    private static Expected exactly(Map<String, Kept> output, Set<String> deleted) {
      return new Expected(null, output, output, deleted);
    }
  }

  /** What is visible to an ACO at one moment. */
  private record View(Set<String> people, Map<String, Kept> resources) {

    Map<String, Kept> only(Predicate<Map.Entry<String, Kept>> wanted) {
      return resources.entrySet().stream()
          .filter(wanted)
          .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Map<String, Kept> of(Predicate<String> person) {
      return only(r -> person.test(r.getValue().patient()));
    }
  }

  /**
   * @param at an issued time
   */
  Expected answer(String aco, Scope scope, Optional<Instant> since, Instant at) {
    RosterKind kind = scope == Scope.RUNOUT ? RosterKind.RUNOUT : RosterKind.CURRENT;
    Moment now = model.notLaterThan(at);
    Optional<Delivered> roster = now.state().inForce(aco, kind);
    Terms terms = now.state().terms(aco);
    if (model.now().state().terms(aco).isDenied(now.today())) {
      return Expected.refused(Reason.FORBIDDEN);
    }
    if (roster.isEmpty() || terms.attribution() == null && !isUsable(roster.get(), at)) {
      return Expected.refused(Reason.NO_ATTRIBUTION);
    }
    View view = view(aco, kind, now);
    Moment then = since.map(model::notLaterThan).orElse(null);
    if (since.isEmpty() && scope == Scope.NEW) {
      Set<String> before = membersBefore(aco, now);
      return Expected.exactly(view.of(person -> !before.contains(person)), Set.of());
    }
    if (then == null) {
      return Expected.exactly(view.resources(), Set.of());
    }
    return since(aco, scope, now, then, view, view(aco, kind, then));
  }

  private Expected since(String aco, Scope scope, Moment now, Moment then, View view, View former) {
    Predicate<Map.Entry<String, Kept>> changed = r -> r.getValue().changed() > then.number();
    Set<String> deleted = new HashSet<>(former.resources().keySet());
    deleted.removeAll(view.resources().keySet());
    if (scope == Scope.EVERYBODY) {
      return Expected.exactly(view.only(changed), deleted);
    }
    Predicate<String> isNew =
        person -> !former.people().contains(person) || wasOptedOut(aco, person, then, now);
    Predicate<String> mayBeNew = isNew.or(person -> mayHaveBeenOptedOut(aco, person, then, now));
    if (scope == Scope.NEW) {
      return new Expected(null, view.of(isNew), view.of(mayBeNew), Set.of());
    }
    Predicate<Map.Entry<String, Kept>> unseen =
        changed.or(r -> !former.resources().containsKey(r.getKey()));
    return new Expected(
        null,
        view.only(unseen.or(r -> isNew.test(r.getValue().patient()))),
        view.only(unseen.or(r -> mayBeNew.test(r.getValue().patient()))),
        deleted);
  }

  /** People whom an ACO may not see at this moment, whatever its roster says. */
  boolean isOptedOut(String aco, String person, Moment moment) {
    return !model.isExempt(aco) && moment.state().optedOut(person, moment.today());
  }

  /** An opt-out held at some moment after {@code then}. */
  private boolean wasOptedOut(String aco, String person, Moment then, Moment now) {
    return model.between(then, now).stream()
        .skip(1)
        .anyMatch(moment -> isOptedOut(aco, person, moment));
  }

  /**
   * The surplus: who ever told not to share, under an MBI that ever was the person's, and for whom
   * anything has changed since then that could make it count, or the day of it came.
   */
  private boolean mayHaveBeenOptedOut(String aco, String person, Moment then, Moment now) {
    List<Moment> all = model.between(model.first(), now);
    Set<String> mbis =
        all.stream().flatMap(m -> m.state().mbisOf(person).stream()).collect(toSet());
    boolean ever =
        all.stream()
            .flatMap(m -> m.state().told(mbis).stream())
            .anyMatch(t -> !t.preference().share() && isEffective(t, now));
    boolean dayCame =
        all.stream()
            .flatMap(m -> m.state().told(mbis).stream())
            .filter(t -> !t.preference().share() && isEffective(t, now))
            .anyMatch(t -> t.preference().effective().isAfter(then.today()));
    long traits =
        model.between(then, now).stream().map(m -> traits(person, mbis, m)).distinct().count();
    return !model.isExempt(aco) && ever && (dayCame || traits > 1);
  }

  private static List<Object> traits(String person, Set<String> mbis, Moment moment) {
    CohortState state = moment.state();
    Set<Told> told = state.told(mbis);
    return List.of(
        state.patients.getOrDefault(person, Set.of()),
        state.mbisOf(person),
        mbis.stream()
            .filter(mbi -> state.patientOf(mbi).equals(Optional.of(person)))
            .collect(toSet()),
        told,
        told.stream().filter(t -> isEffective(t, moment)).collect(toSet()));
  }

  private static boolean isEffective(Told told, Moment moment) {
    return !told.preference().effective().isAfter(moment.today());
  }

  private static boolean isUsable(Delivered roster, Instant at) {
    int year = LocalDate.ofInstant(at, ZoneOffset.UTC).getYear();
    boolean current = roster.kind() == RosterKind.CURRENT;
    Duration age = Duration.between(roster.file(), at);
    return year == roster.year() + (current ? 0 : 1)
        && age.compareTo(Duration.ofDays(current ? 50 : 180)) <= 0;
  }

  private static Set<String> membersBefore(String aco, Moment now) {
    return now.state()
        .rosters(aco, RosterKind.CURRENT)
        .beforeDelivery()
        .map(now.state()::members)
        .orElse(Set.of());
  }

  private View view(String aco, RosterKind kind, Moment moment) {
    Optional<Delivered> roster = moment.state().inForce(aco, kind);
    Set<String> people =
        roster.map(moment.state()::members).orElse(Set.of()).stream()
            .filter(person -> !isOptedOut(aco, person, moment))
            .collect(toSet());
    Map<String, Kept> resources =
        moment.state().resources.entrySet().stream()
            .filter(r -> people.contains(r.getValue().patient()) && !r.getValue().hidden())
            .filter(r -> isInWindow(aco, roster.orElseThrow(), r.getValue(), moment))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new View(people, resources);
  }

  private boolean isInWindow(String aco, Delivered roster, Kept resource, Moment moment) {
    LocalDate from = lookBack(aco, moment);
    LocalDate until = moment.state().terms(aco).claims();
    boolean bounded = from != null || until != null || roster.kind() == RosterKind.RUNOUT;
    if (resource.kind() != ResourceKind.EXPLANATION_OF_BENEFIT || !bounded) {
      return true;
    }
    LocalDate day = resource.serviceEnd();
    return day != null
        && (from == null || !day.isBefore(from))
        && (until == null || !day.isAfter(until))
        && (roster.kind() == RosterKind.CURRENT || day.getYear() <= roster.year());
  }

  private @Nullable LocalDate lookBack(String aco, Moment moment) {
    return model.isExempt(aco)
        ? LocalDate.of(moment.today().getYear() - 1, 1, 1)
        : moment.state().lookBack;
  }
}
