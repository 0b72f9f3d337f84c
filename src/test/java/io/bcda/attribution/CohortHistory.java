package io.bcda.attribution;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

  private static final int PEOPLE = 6;
  private static final int MBIS = 10;
  private static final int[] EFFECTIVE_IN = {-400, -30, -30, -1, 0, 0, 1, 2, 3};

  /**
   * @param text for people
   */
  record Step(String text, Consumer<CohortTrial> action) {}

  private final Random random;
  private final int run;
  private final Instant begin;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Delivered> lastRosters = new HashMap<>();
  private final List<Instant> preferenceFiles = new ArrayList<>();
  private LocalDate today;

  /**
   * @param run makes names that no other run has
   */
  CohortHistory(long seed, int run) {
    this.random = new Random(seed * 31 + 7);
    this.run = run;
    this.today = LocalDate.parse(pick(BEGINNINGS));
    this.begin = today.atTime(12, 0).toInstant(ZoneOffset.UTC);
    acos().forEach(aco -> fact("ACO " + aco, w -> w.aco(aco, model(aco))));
    IntStream.rangeClosed(1, 4).forEach(this::person);
    acos().forEach(aco -> roster(aco, RosterKind.CURRENT));
    acos().forEach(aco -> roster(aco, RosterKind.RUNOUT));
    IntStream.range(0, 30).forEach(i -> event(random.nextInt(100)));
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
      RosterKind kind = pick(Arrays.asList(RosterKind.values()));
      fact("roll back " + aco + " " + kind, w -> w.rollBack(aco, kind));
    } else if (roll < 35) {
      preferences();
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
      int days = 1 + random.nextInt(3);
      today = today.plusDays(days);
      step("%d days pass".formatted(days), t -> t.pass(Duration.ofDays(days)));
    } else {
      ask(aco);
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
    step(
        "ask %s for %s since %d by %d".formatted(aco, scope, since, slice),
        t -> t.ask(aco, scope, since, slice));
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
    fact("Patient " + person + " " + mbis, w -> w.patient(person, mbis));
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
    Delivered former = lastRosters.get(aco + kind);
    Set<String> mbis = new TreeSet<>();
    for (int i = 1; i <= MBIS; i++) {
      boolean was = former != null && former.mbis().contains(mbi(i));
      if (former == null ? random.nextInt(10) < 7 : was ^ random.nextInt(4) == 0) {
        mbis.add(mbi(i));
      }
    }
    mbis.add(mbi(1 + random.nextInt(MBIS)));
    Map<String, String> changes = new HashMap<>();
    if (random.nextInt(6) == 0) {
      changes.put(mbi(1 + random.nextInt(MBIS)), mbi(PEOPLE + 1 + random.nextInt(4)));
    }
    Instant file = former != null && random.nextInt(4) == 0 ? sameDay(former) : file(kind);
    int usual = today.getYear() - (kind == RosterKind.RUNOUT ? 1 : 0);
    int year = random.nextInt(16) == 0 ? usual - 1 : usual;
    List<String> members = new ArrayList<>(mbis);
    java.util.Collections.shuffle(members, random);
    Delivered roster = new Delivered(aco, kind, year, file, members, changes);
    lastRosters.put(aco + kind, roster);
    fact(roster.toString(), w -> w.roster(roster));
  }

  private Instant sameDay(Delivered former) {
    return LocalDate.ofInstant(former.file(), ZoneOffset.UTC)
        .atTime(9 + random.nextInt(3), 0)
        .toInstant(ZoneOffset.UTC);
  }

  private Instant file(RosterKind kind) {
    int age = random.nextInt(3);
    if (random.nextInt(8) == 0) {
      age = (kind == RosterKind.RUNOUT ? 176 : 46) + random.nextInt(6);
    } else if (random.nextInt(5) == 0) {
      age = 10 + random.nextInt(20);
    }
    return today.minusDays(age).atTime(9 + random.nextInt(3), 0).toInstant(ZoneOffset.UTC);
  }

  private void preferences() {
    boolean correction = !preferenceFiles.isEmpty() && random.nextInt(4) == 0;
    Instant file =
        correction
            ? pick(preferenceFiles)
            : begin.minus(Duration.ofDays(30)).plusMillis(100L * preferenceFiles.size());
    preferenceFiles.add(file);
    List<Preference> told = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      LocalDate effective = today.plusDays(EFFECTIVE_IN[random.nextInt(EFFECTIVE_IN.length)]);
      told.add(new Preference(mbi(1 + random.nextInt(MBIS)), effective, random.nextBoolean()));
    }
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
