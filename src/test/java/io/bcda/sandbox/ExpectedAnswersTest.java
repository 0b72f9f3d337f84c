package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected answers against a replay of the very files they stand beside. */
class ExpectedAnswersTest {
  private static final int YEAR = 2026;

  @TempDir static Path folder;
  private static WorldOnDisk world;
  private static FileReplay replay;

  @BeforeAll
  static void generate() throws Exception {
    new Generator(new WorldSpec(7, 60, 1, LocalDate.of(YEAR, 11, 23))).write(folder);
    world = new WorldOnDisk(folder);
    replay = new FileReplay(world, YEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A9990", "A9991", "A9992"})
  void givenFirstStage_whenReplayed_thenAnswersAgree(String aco) {
    Set<String> current = replay.then.people(aco + " Y");
    Map<String, Integer> all = replay.full(replay.then, current, 'Y');

    assertThat(output("stage-1", aco, "patient")).isNotEmpty().isEqualTo(all);
    assertThat(output("stage-1", aco, "group-all")).isEqualTo(all);
    assertThat(output("stage-1", aco, "group-new")).isEqualTo(all);
    assertThat(output("stage-1", aco, "group-runout"))
        .isNotEmpty()
        .isEqualTo(replay.full(replay.then, replay.then.people(aco + " R"), 'R'));
    assertThat(deleted("stage-1", aco, "group-all")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A9990", "A9991", "A9992"})
  void givenSecondStage_whenReplayed_thenAnswersAgree(String aco) {
    Set<String> current = replay.now.people(aco + " Y");
    Map<String, Integer> all = replay.full(replay.now, current, 'Y');
    Set<String> newcomers = new TreeSet<>(current);
    newcomers.removeAll(
        replay.now.peopleOf(replay.then.rosters.getOrDefault(aco + " Y", Set.of())));

    assertThat(output("stage-2", aco, "patient")).isEqualTo(all);
    assertThat(output("stage-2", aco, "group-all")).isEqualTo(all);
    assertThat(output("stage-2", aco, "group-new"))
        .isNotEmpty()
        .isEqualTo(replay.full(replay.now, newcomers, 'Y'));
    assertThat(output("stage-2", aco, "group-runout"))
        .isEqualTo(replay.full(replay.now, replay.now.people(aco + " R"), 'R'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A9990", "A9991", "A9992"})
  void givenSecondStage_whenAskedSinceTheFirst_thenAnswersAgree(String aco) {
    Set<String> unseen = new TreeSet<>(replay.now.people(aco + " Y"));
    unseen.removeAll(replay.then.people(aco + " Y"));

    assertThat(output("stage-2", aco, "group-all-since"))
        .isNotEmpty()
        .isEqualTo(replay.since(aco, 'Y'));
    assertThat(output("stage-2", aco, "group-runout-since"))
        .isNotEmpty()
        .isEqualTo(replay.since(aco, 'R'));
    assertThat(output("stage-2", aco, "patient-since")).isNotEmpty().isEqualTo(replay.changed(aco));
    assertThat(output("stage-2", aco, "group-new-since"))
        .isNotEmpty()
        .isEqualTo(replay.full(replay.now, unseen, 'Y'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A9990", "A9991", "A9992"})
  void givenSecondStage_whenAskedSinceTheFirst_thenDeletedAgrees(String aco) {
    assertThat(deleted("stage-2", aco, "group-all-since"))
        .isNotEmpty()
        .isEqualTo(replay.gone(aco, 'Y'));
    assertThat(deleted("stage-2", aco, "patient-since")).isEqualTo(replay.gone(aco, 'Y'));
    assertThat(deleted("stage-2", aco, "group-runout-since")).isEqualTo(replay.gone(aco, 'R'));
    assertThat(deleted("stage-2", aco, "group-new-since")).isEmpty();
    assertThat(deleted("stage-2", aco, "group-all-since"))
        .doesNotContainAnyElementsOf(output("stage-2", aco, "group-all-since").keySet());
  }

  @Test
  void givenChainOfExports_whenApplied_thenReplicaIsWhatTheAcoMaySee() {
    for (String aco : World.ACOS) {
      for (String group : Set.of("group-all", "group-runout")) {
        Map<String, Integer> replica = output("stage-1", aco, group);
        deleted("stage-2", aco, group + "-since").forEach(replica::remove);
        replica.putAll(output("stage-2", aco, group + "-since"));

        assertThat(replica).isEqualTo(output("stage-2", aco, group));
      }
    }
  }

  @Test
  void givenPatientKnownLate_whenInBothRosters_thenFullHistoryButNotNew() {
    String late = "Patient/" + id(Cast.LATE);

    assertThat(output("stage-1", "A9990", "group-all")).doesNotContainKey(late);
    assertThat(output("stage-2", "A9990", "group-all-since")).containsEntry(late, 1);
    assertThat(output("stage-2", "A9990", "group-new")).doesNotContainKey(late);
    assertThat(output("stage-2", "A9990", "group-new-since")).containsEntry(late, 1);
  }

  @Test
  void givenNewMbi_whenRostersListNewAndOld_thenSamePersonForBothAcos() {
    String person = "Patient/" + id(Cast.NEW_MBI);

    for (String aco : Set.of("A9990", "A9991")) {
      assertThat(output("stage-2", aco, "group-all-since")).containsEntry(person, 2);
      assertThat(output("stage-2", aco, "group-new")).doesNotContainKey(person);
      assertThat(deleted("stage-2", aco, "group-all-since")).doesNotContain(person);
    }
    Set<String> lists0 = replay.now.rosters.getOrDefault("A9990 Y", Set.of());
    Set<String> lists1 = replay.now.rosters.getOrDefault("A9991 Y", Set.of());
    assertThat(lists0).contains(Mbi.of(4_000_000 + Cast.NEW_MBI.person()));
    assertThat(lists1).contains(Mbi.of(Cast.NEW_MBI.person()));
  }

  @Test
  void givenClaimMovedToAnotherPerson_thenDeletedForOneAcoAndOutputForTheOther() {
    String moved =
        replay.now.rows.keySet().stream()
            .filter(key -> owner(replay.then, key).equals(id(Cast.GIVES_CLAIM)))
            .filter(key -> owner(replay.now, key).equals(id(Cast.TAKES_CLAIM)))
            .findFirst()
            .orElseThrow();

    assertThat(output("stage-1", "A9990", "group-all")).containsEntry(moved, 1);
    assertThat(deleted("stage-2", "A9990", "group-all-since")).contains(moved);
    assertThat(deleted("stage-2", "A9990", "patient-since")).contains(moved);
    assertThat(output("stage-2", "A9991", "group-all-since")).containsEntry(moved, 2);
    assertThat(output("stage-2", "A9991", "patient-since")).containsEntry(moved, 2);
  }

  @Test
  void givenClaimsCorrectedOverTheYearsEnd_thenOneLeavesTheWindowAndOneEnters() {
    Set<String> gone = deleted("stage-2", "A9990", "group-runout-since");
    Set<String> come = new TreeSet<>(output("stage-2", "A9990", "group-runout-since").keySet());
    come.removeAll(output("stage-1", "A9990", "group-runout").keySet());

    assertThat(gone)
        .anySatisfy(key -> assertThat(service(replay.now, key)).isEqualTo("2026-01-01"));
    assertThat(come)
        .anySatisfy(key -> assertThat(service(replay.then, key)).isEqualTo("2026-01-01"));
    assertThat(gone)
        .filteredOn(key -> !replay.now.rows.get(key).isHidden())
        .allSatisfy(
            key -> assertThat(owner(replay.now, key)).isIn(id(Cast.REDATED), id(Cast.TAKES_CLAIM)));
  }

  @Test
  void givenClaimsOfSubstanceUse_thenInNoAnswer_andSomeComeAndGoByCorrections() {
    Set<String> then = new TreeSet<>();
    replay.then.rows.forEach((key, row) -> addIf(row.isHidden(), then, key));
    Set<String> now = new TreeSet<>();
    replay.now.rows.forEach((key, row) -> addIf(row.isHidden(), now, key));
    int came = 0;
    int went = 0;
    for (String aco : World.ACOS) {
      assertThat(output("stage-1", aco, "patient")).doesNotContainKeys(then.toArray(String[]::new));
      assertThat(output("stage-2", aco, "patient")).doesNotContainKeys(now.toArray(String[]::new));
      Set<String> since = output("stage-2", aco, "group-all-since").keySet();
      came += (int) since.stream().filter(then::contains).count();
      went +=
          (int) deleted("stage-2", aco, "group-all-since").stream().filter(now::contains).count();
    }
    assertThat(then.size() * 1000 / replay.then.rows.size()).isBetween(5, 40);
    assertThat(came).isPositive();
    assertThat(went).isPositive();
  }

  private static void addIf(boolean wanted, Set<String> set, String key) {
    if (wanted) {
      set.add(key);
    }
  }

  @Test
  void givenClaimsWithOddDates_thenTheRunoutWindowJudgesEachByTheRule() {
    Set<String> odd = new TreeSet<>();
    replay.then.rowsOf(Set.of(id(Cast.ODD_DATES))).stream()
        .filter(row -> !row.body().contains("\"billablePeriod\":{\"start\""))
        .filter(row -> row.type().equals("ExplanationOfBenefit"))
        .forEach(row -> odd.add(row.service()));

    // By the lines, on both sides of the year's end, and by nothing at all.
    assertThat(odd).contains("2025-12-31", "2026-01-01", "");
  }

  @Test
  void givenPeopleOfNoRoster_thenInNoAnswer() {
    for (String aco : World.ACOS) {
      for (Cast part : Set.of(Cast.UNATTRIBUTED, Cast.LATE_AND_LEFT)) {
        String key = "Patient/" + id(part);
        assertThat(replay.now.rows).containsKey(key);
        assertThat(output("stage-2", aco, "group-all")).doesNotContainKey(key);
        assertThat(deleted("stage-2", aco, "group-all-since")).doesNotContain(key);
      }
    }
  }

  private static String owner(FileReplay.Knowledge knowledge, String key) {
    FileReplay.Row row = knowledge.rows.get(key);
    return row == null ? "" : row.patient();
  }

  private static String service(FileReplay.Knowledge knowledge, String key) {
    FileReplay.Row row = knowledge.rows.get(key);
    return row == null ? "" : row.service();
  }

  private static String id(Cast part) {
    return "-" + (1_000_001 + part.person());
  }

  private static Map<String, Integer> output(String stage, String aco, String export) {
    Map<String, Integer> answer = new TreeMap<>();
    JsonNode output = world.expected(stage, aco, export).get("output");
    output
        .properties()
        .forEach(
            type ->
                type.getValue()
                    .properties()
                    .forEach(
                        id ->
                            answer.put(type.getKey() + "/" + id.getKey(), id.getValue().asInt())));
    return answer;
  }

  private static Set<String> deleted(String stage, String aco, String export) {
    Set<String> answer = new TreeSet<>();
    world
        .expected(stage, aco, export)
        .get("deleted")
        .properties()
        .forEach(
            type -> type.getValue().forEach(id -> answer.add(type.getKey() + "/" + id.asText())));
    return answer;
  }
}
