package io.bcda.attribution;

import io.bcda.attribution.CohortWorld.Delivered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Files made at random: some late, some corrections, some too old, some of the year before. */
final class CohortDeliveries {
  private static final int[] EFFECTIVE_IN = {-400, -30, -30, -1, 0, 0, 1, 2, 3};

  private final Random random;
  private final IntFunction<String> mbi;
  private final Map<String, Delivered> lastRosters = new HashMap<>();
  private final List<Instant> preferenceFiles = new ArrayList<>();
  private final Map<Instant, List<Preference>> lastPreferences = new HashMap<>();

  /**
   * @param mbi by its number, from 1 to {@link CohortHistory#MBIS}
   */
  CohortDeliveries(Random random, IntFunction<String> mbi) {
    this.random = random;
    this.mbi = mbi;
  }

  /** The roster that was made last; null if none was. */
  @Nullable Delivered last(String aco, RosterKind kind) {
    return lastRosters.get(aco + kind);
  }

  /** A roster like the one before it. */
  Delivered roster(String aco, RosterKind kind, LocalDate today) {
    Delivered former = last(aco, kind);
    Instant file = former != null && random.nextInt(4) == 0 ? sameDay(former) : file(kind, today);
    int usual = today.getYear() - (kind == RosterKind.RUNOUT ? 1 : 0);
    int year = random.nextInt(16) == 0 ? usual - 1 : usual;
    Delivered roster = new Delivered(aco, kind, year, file, members(former), changes());
    lastRosters.put(aco + kind, roster);
    return roster;
  }

  /** By number, so that they come in one order, whatever the MBIs are. */
  private List<String> members(@Nullable Delivered former) {
    List<Integer> members = new ArrayList<>();
    int one = 1 + random.nextInt(CohortHistory.MBIS);
    for (int i = 1; i <= CohortHistory.MBIS; i++) {
      boolean was = former != null && former.mbis().contains(mbi.apply(i));
      boolean is = former == null ? random.nextInt(10) < 7 : was ^ random.nextInt(4) == 0;
      if (is || i == one) {
        members.add(i);
      }
    }
    Collections.shuffle(members, random);
    return members.stream().map(mbi::apply).toList();
  }

  private Map<String, String> changes() {
    return random.nextInt(6) == 0
        ? Map.of(anyMbi(), mbi.apply(CohortHistory.PEOPLE + 1 + random.nextInt(4)))
        : Map.of();
  }

  private Instant sameDay(Delivered former) {
    return atAnHour(LocalDate.ofInstant(former.file(), ZoneOffset.UTC));
  }

  private Instant file(RosterKind kind, LocalDate today) {
    int age = random.nextInt(3);
    if (random.nextInt(8) == 0) {
      age = (kind == RosterKind.RUNOUT ? 176 : 46) + random.nextInt(6);
    } else if (random.nextInt(5) == 0) {
      age = 10 + random.nextInt(20);
    }
    return atAnHour(today.minusDays(age));
  }

  private Instant atAnHour(LocalDate day) {
    return day.atTime(9 + random.nextInt(3), 0).toInstant(ZoneOffset.UTC);
  }

  /**
   * The time of a file of preferences, at times that of an earlier one, which it corrects.
   *
   * @param begin of the history
   */
  Instant preferenceFile(Instant begin) {
    boolean correction = !preferenceFiles.isEmpty() && random.nextInt(4) == 0;
    Instant file =
        correction
            ? anyPreferenceFile()
            : begin.minus(Duration.ofDays(30)).plusMillis(100L * preferenceFiles.size());
    preferenceFiles.add(file);
    return file;
  }

  boolean hasPreferenceFile() {
    return !preferenceFiles.isEmpty();
  }

  Instant anyPreferenceFile() {
    return preferenceFiles.get(random.nextInt(preferenceFiles.size()));
  }

  /** What the file of a time was last made to say. */
  List<Preference> lastPreferences(Instant file) {
    return lastPreferences.get(file);
  }

  /** Keeps what the file of a time says now. */
  void says(Instant file, List<Preference> told) {
    lastPreferences.put(file, told);
  }

  List<Preference> preferences(LocalDate today) {
    List<Preference> told = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      LocalDate effective = today.plusDays(EFFECTIVE_IN[random.nextInt(EFFECTIVE_IN.length)]);
      told.add(new Preference(anyMbi(), effective, random.nextBoolean()));
    }
    return told;
  }

  private String anyMbi() {
    return mbi.apply(1 + random.nextInt(CohortHistory.MBIS));
  }
}
