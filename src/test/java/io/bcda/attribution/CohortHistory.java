package io.bcda.attribution;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.CohortWorld.Limit;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A history made at random: the same from the same seed, but for the names of its things. */
final class CohortHistory {
  /** Near to the turns of years and to a leap day; ahead of every database's clock. */
  private static final List<String> BEGINNINGS =
      List.of("2051-12-29", "2052-02-27", "2052-06-10", "2052-12-30");

  private static final List<RosterKind> ROSTER_KINDS = List.of(RosterKind.values());

  static final int PEOPLE = 6;
  static final int MBIS = 10;

  /**
   * @param text for people
   */
  record Step(String text, Consumer<CohortTrial> action) {}

  private final Random random;
  private final int run;
  private final Instant begin;
  private final List<Step> steps = new ArrayList<>();
  private final CohortLimits limits;
  private final CohortDeliveries deliveries;

  /** ACOs that are limited or denied. */
  private final Set<String> ended = new HashSet<>();

  /** Which MBIs each Patient has. */
  private final Map<String, Set<String>> mbisOf = new HashMap<>();

  private LocalDate today;

  /**
   * @param run makes names that no other run has
   */
  CohortHistory(long seed, int run) {
    this.random = new Random(seed * 31 + 7);
    this.limits = new CohortLimits(random);
    this.deliveries = new CohortDeliveries(random, this::mbi);
    this.run = run;
    this.today = LocalDate.parse(pick(BEGINNINGS));
    this.begin = today.atTime(12, 0).toInstant(ZoneOffset.UTC);
    acos().forEach(aco -> fact("ACO " + aco, w -> w.aco(aco, model(aco))));
    IntStream.rangeClosed(1, 4).forEach(this::person);
    acos().forEach(aco -> roster(aco, RosterKind.CURRENT));
    acos().forEach(aco -> roster(aco, RosterKind.RUNOUT));
    IntStream.range(0, 32).forEach(i -> event(random.nextInt(108)));
    step("ask for everything", t -> t.askForEverything(acos()));
  }

  Instant begin() {
    return begin;
  }

  List<Step> steps() {
    return steps;
  }

  /** The first steps, without which there is nothing. */
  int indispensable() {
    return acos().size();
  }

  private List<String> acos() {
    String letters = "" + (char) ('A' + run / 1_000 / 26) + (char) ('A' + run / 1_000 % 26);
    return List.of("SBX%s%03d".formatted(letters, run % 1_000), "A%04d".formatted(run % 10_000));
  }

  private static String model(String aco) {
    return aco.startsWith("SBX") ? CohortWorld.LOOKING_BACK : CohortWorld.EXEMPT;
  }

  private void event(int roll) {
    String aco = pick(acos());
    String person = person();
    if (roll < 12) {
      roster(aco, RosterKind.CURRENT);
    } else if (roll < 17) {
      roster(aco, RosterKind.RUNOUT);
    } else if (roll < 20) {
      RosterKind kind = pick(ROSTER_KINDS);
      fact("roll back " + aco + " " + kind, w -> w.rollBack(aco, kind));
    } else if (roll < 33) {
      preferences();
    } else if (roll < 35) {
      shareGoesForAWhile(acos().get(0));
    } else if (roll < 42) {
      patient(person);
    } else if (roll < 45) {
      fact("delete " + person, w -> w.delete(person));
    } else if (roll < 58) {
      claim(person, random.nextInt(4));
    } else if (roll < 68) {
      endOrMark(person + "e" + random.nextInt(4));
    } else if (roll < 71) {
      lookBack();
    } else if (roll < 77) {
      pass(1 + random.nextInt(random.nextInt(6) == 0 ? 60 : 3));
    } else if (roll < 85) {
      participation(aco);
    } else {
      ask(aco);
    }
  }

  private void pass(int days) {
    today = today.plusDays(days);
    step("%d days pass".formatted(days), t -> t.pass(Duration.ofDays(days)));
  }

  private void participation(String aco) {
    int roll = random.nextInt(10);
    if (roll < (ended.contains(aco) ? 5 : 1)) {
      ended.remove(aco);
      fact("restore " + aco, w -> w.restore(aco));
    } else if (roll < 9) {
      ended.add(aco);
      Limit limit = limits.limit(aco, today, deliveries.last(aco, pick(ROSTER_KINDS)));
      fact(limit.toString(), w -> w.limit(limit));
    } else {
      ended.add(aco);
      fact("deny " + aco, w -> w.deny(aco));
    }
  }

  private void ask(String aco) {
    if (random.nextInt(3) == 0) {
      Scope chained = pick(List.of(Scope.ALL, Scope.ALL, Scope.RUNOUT));
      step("export " + chained + " of " + aco, t -> t.export(aco, chained));
      return;
    }
    Scope scope = pick(Arrays.asList(Scope.values()));
    int since = random.nextInt(60) - 10;
    int slice = 1 + random.nextInt(3);
    String asked = "ask %s for %s since %d by %d".formatted(aco, scope, since, slice);
    if (random.nextInt(3) > 0) {
      step(asked, t -> t.ask(aco, scope, since, slice, () -> {}));
      return;
    }
    change(random.nextInt(8), aco, person());
    Step meanwhile = steps.remove(steps.size() - 1);
    step(
        asked + "; meanwhile: " + meanwhile.text(),
        t -> t.ask(aco, scope, since, slice, () -> meanwhile.action().accept(t)));
  }

  private void change(int roll, String aco, String person) {
    if (roll < 4) {
      participation(aco);
    } else if (roll < 5) {
      roster(aco, pick(ROSTER_KINDS));
    } else if (roll < 6) {
      preferences();
    } else if (roll < 7) {
      patient(person);
    } else {
      claim(person, random.nextInt(4));
    }
  }

  private void endOrMark(String id) {
    boolean hidden = random.nextBoolean();
    int roll = random.nextInt(5);
    if (roll == 0) {
      fact("expunge " + id, w -> w.expunge(id));
    } else if (roll == 1) {
      fact("delete " + id, w -> w.delete(id));
    } else {
      fact("mark " + id + (hidden ? " hidden" : " shown"), w -> w.mark(id, hidden));
    }
  }

  private void lookBack() {
    int year = today.getYear();
    LocalDate from = pick(Arrays.asList(null, day(year - 2, 12, 31), day(year - 1, 6, 30)));
    fact("look back to " + from, w -> w.lookBack(from));
  }

  private void person(int number) {
    String person = "p" + number + "-" + run;
    patient(person);
    IntStream.range(0, 4).forEach(i -> claim(person, i));
  }

  private void patient(String person) {
    int number = person.charAt(1) - '0';
    Set<String> mbis = new TreeSet<>(Set.of(mbi(number)));
    if (random.nextInt(3) == 0) {
      mbis.add(mbi(PEOPLE + 1 + random.nextInt(3)));
    }
    if (random.nextInt(9) == 0) {
      mbis.add(mbi(1 + random.nextInt(PEOPLE)));
    }
    if (random.nextInt(9) == 0) {
      mbis.remove(mbi(number));
    }
    Set<String> former = mbisOf.put(person, mbis);
    fact("Patient " + person + " " + mbis, w -> w.patient(person, mbis));
    if (former != null && random.nextInt(4) == 0) {
      mbisOf.put(person, former);
      fact("Patient " + person + " as before " + former, w -> w.patient(person, former));
    }
  }

  private void claim(String person, int number) {
    String id = person + "e" + number;
    ResourceKind kind = number == 0 ? ResourceKind.COVERAGE : ResourceKind.EXPLANATION_OF_BENEFIT;
    String of = random.nextInt(6) == 0 ? person() : person;
    boolean hidden = number > 0 && random.nextInt(6) == 0;
    Claim claim = new Claim(id, kind, of, number == 0 ? null : serviceEnd(), hidden);
    fact(claim.toString(), w -> w.claim(claim));
  }

  private @Nullable LocalDate serviceEnd() {
    int year = today.getYear();
    return pick(
        Arrays.asList(
            null,
            day(year - 4, 6, 15),
            day(year - 2, 12, 31),
            day(year - 1, 1, 1),
            day(year - 1, 12, 31),
            day(year, 1, 2)));
  }

  private void roster(String aco, RosterKind kind) {
    Delivered roster = deliveries.roster(aco, kind, today);
    fact(roster.toString(), w -> w.roster(roster));
  }

  private void preferences() {
    if (deliveries.hasPreferenceFile() && random.nextInt(8) == 0) {
      Instant back = deliveries.anyPreferenceFile();
      fact("roll back preferences of " + back, w -> w.rollBackPreferences(back));
      if (random.nextBoolean()) {
        preferences(back, deliveries.lastPreferences(back));
      }
      return;
    }
    Instant file = deliveries.preferenceFile(begin);
    preferences(file, deliveries.preferences(today));
  }

  /** A choice to share that outweighs an opt-out goes and comes back between two exports. */
  private void shareGoesForAWhile(String aco) {
    String mbi = mbi(1 + random.nextInt(PEOPLE));
    preferences(
        deliveries.preferenceFile(begin), List.of(new Preference(mbi, today.minusDays(30), false)));
    Instant file = deliveries.preferenceFile(begin);
    List<Preference> share = List.of(new Preference(mbi, today.minusDays(1), true));
    preferences(file, share);
    step("export ALL of " + aco, t -> t.export(aco, Scope.ALL));
    fact("roll back preferences of " + file, w -> w.rollBackPreferences(file));
    preferences(file, share);
    step("export ALL of " + aco, t -> t.export(aco, Scope.ALL));
  }

  private void preferences(Instant file, List<Preference> told) {
    deliveries.says(file, told);
    StringBuilder text = new StringBuilder("preferences of " + file + ":");
    told.forEach(
        p -> text.append(" %s %s %s".formatted(p.mbi(), p.effective(), p.share() ? 'Y' : 'N')));
    fact(text.toString(), w -> w.preferences(file, told));
  }

  private String person() {
    return "p" + (1 + random.nextInt(PEOPLE)) + "-" + run;
  }

  private String mbi(int number) {
    return TestArchive.mbi(run * 16 + number);
  }

  private static LocalDate day(int year, int month, int day) {
    return LocalDate.of(year, month, day);
  }

  private <T extends @Nullable Object> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void fact(String text, Consumer<CohortWorld> fact) {
    step(text, trial -> trial.happen(fact));
  }

  private void step(String text, Consumer<CohortTrial> action) {
    steps.add(new Step(text, action));
  }
}
