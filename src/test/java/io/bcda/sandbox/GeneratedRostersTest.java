package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedRostersTest {
  private static final Pattern ARCHIVE =
      Pattern.compile("T\\.BCD\\.(A\\d{4})\\.ZC([YR])(\\d{2})\\.(D\\d{6}\\.T\\d{6})\\d");
  private static final Pattern MEMBER =
      Pattern.compile("T\\.BCD\\.(A\\d{4})\\.ZC([08])([YR])(\\d{2})\\.(D\\d{6}\\.T\\d{6})\\d");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss");

  @TempDir Path folder;

  @Test
  void givenArchives_whenOpened_thenCountsLengthsAndNamesAreRight() throws Exception {
    WorldOnDisk world = archivesOnly(LocalDate.of(2026, 11, 23));

    Map<String, Map<String, String>> archives = new HashMap<>(world.archives("stage-1"));
    archives.putAll(world.archives("stage-2"));

    assertThat(archives).hasSize(9);
    archives.forEach(
        (name, members) -> {
          assertThat(name).matches(ARCHIVE);
          assertThat(members).hasSize(2);
          assertThat(members.keySet()).allMatch(member -> MEMBER.matcher(member).matches());
          assertThat(members.keySet()).anyMatch(member -> member.contains(".ZC0"));
          checkCounts(text(members, ".ZC0"), text(members, ".ZC8"));
        });
  }

  private static void checkCounts(String cclf0, String cclf8) {
    List<String> summary = cclf0.lines().toList();
    assertThat(summary).hasSize(12);
    assertThat(summary.get(0))
        .isEqualTo("File Number  |File Description    |Total Records Count |Record Length");
    String row =
        summary.stream().filter(line -> line.startsWith("CCLF8  |")).findFirst().orElseThrow();
    assertThat(row).hasSize(70);
    assertThat(cclf8.lines()).allMatch(line -> line.length() == 549);
    assertThat(Long.parseLong(row.substring(52, 63).trim())).isEqualTo(cclf8.lines().count());
    assertThat(row.substring(64, 69)).isEqualTo("  549");
    assertThat(cclf8).endsWith("\n");
  }

  @Test
  void givenSpecialPeople_thenOneMbiComesTwiceAndOnePersonTwice() throws Exception {
    String cclf8 =
        text(currentOf(archivesOnly(LocalDate.of(2026, 11, 23)), "stage-1", "A9990"), ".ZC8");
    List<String> lines = cclf8.lines().toList();

    Map<String, Long> byMbi =
        lines.stream()
            .collect(Collectors.groupingBy(line -> line.substring(0, 11), Collectors.counting()));
    assertThat(byMbi.values().stream().filter(count -> count == 2)).hasSize(1);
    assertThat(lines.stream().filter(line -> !line.substring(61, 71).isBlank())).hasSize(1);
    int twoMbis = Cast.TWO_MBIS.person();
    assertThat(byMbi).containsKeys(Mbi.of(twoMbis), Mbi.of(2_000_000 + twoMbis));
  }

  @Test
  void givenAcos_thenTheyShareSomePeopleAndEachHasItsOwn() throws Exception {
    WorldOnDisk world = archivesOnly(LocalDate.of(2026, 11, 23));
    Map<String, Set<String>> members = new HashMap<>();
    for (String aco : World.ACOS) {
      members.put(aco, mbis(currentOf(world, "stage-1", aco)));
    }

    for (String aco : World.ACOS) {
      Set<String> own = new HashSet<>(members.getOrDefault(aco, Set.of()));
      Set<String> others = new HashSet<>();
      World.ACOS.stream()
          .filter(other -> !other.equals(aco))
          .forEach(other -> others.addAll(members.getOrDefault(other, Set.of())));
      assertThat(own).containsAnyElementsOf(others);
      own.removeAll(others);
      assertThat(own).hasSizeGreaterThan(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23",
        "2026-12-31",
        "2027-01-01",
        "2027-01-02",
        "2027-01-03",
        "2027-01-20",
        "2028-02-29",
        "2028-03-01",
        "2026-07-01"
      })
  void givenAnyDay_thenRostersAreInForceOnItsFirstMoment(LocalDate asOf) throws Exception {
    WorldOnDisk world = archivesOnly(asOf);
    LocalDateTime earlier = checkDeliveries(world, "stage-1", asOf);
    LocalDateTime later = checkDeliveries(world, "stage-2", asOf);

    assertThat(later).isAfter(earlier);
  }

  private static LocalDateTime checkDeliveries(WorldOnDisk world, String stage, LocalDate asOf) {
    LocalDateTime current = null;
    for (String name : world.archives(stage).keySet()) {
      Matcher archive = ARCHIVE.matcher(name);
      assertThat(archive.matches()).isTrue();
      boolean runout = archive.group(2).equals("R");
      LocalDateTime madeAt = LocalDateTime.parse(archive.group(4), STAMP);
      int year = 2000 + Integer.parseInt(archive.group(3));
      assertThat(year).isEqualTo(asOf.getYear() - (runout ? 1 : 0));
      assertThat(madeAt.getYear()).isEqualTo(asOf.getYear());
      // One second: on 1 January there is no earlier moment of the year for the second file.
      assertThat(madeAt).isBeforeOrEqualTo(asOf.atStartOfDay().plusSeconds(1));
      assertThat(Duration.between(madeAt, asOf.atStartOfDay()).toDays())
          .isLessThanOrEqualTo(30); // a delivery is accepted up to 45 days after it was made
      current = runout ? current : madeAt;
    }
    return current;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-20, 2026-09-24, 3, 2026, 2025",
    "2027-01-02, 2026-09-24, 6, 2027, 2026",
    "2027-03-01, 2027-01-02, 3, 2027, 2026",
    "2027-06-15, 2027-01-02, 6, 2027, 2026",
  })
  void givenLaterDay_whenRenewed_thenNextArchivesOfItsYear(
      LocalDate day, LocalDate newestRunout, int archives, int current, int runout)
      throws Exception {
    WorldSpec spec = new WorldSpec(5, 60, 1, LocalDate.of(2026, 11, 23));

    List<Path> written = new Generator(spec).renewal(day, newestRunout, folder);

    assertThat(written).hasSize(archives).allMatch(Files::exists);
    for (Path archive : written) {
      Matcher name = ARCHIVE.matcher(archive.getFileName().toString());
      assertThat(name.matches()).isTrue();
      int year = 2000 + Integer.parseInt(name.group(3));
      assertThat(year).isEqualTo(name.group(2).equals("Y") ? current : runout);
      assertThat(LocalDateTime.parse(name.group(4), STAMP)).isEqualTo(day.atStartOfDay());
      if (name.group(2).equals("Y")) {
        int aco = World.ACOS.indexOf(name.group(1));
        Roster latest = new Rosters(new World(spec, new Vocabulary())).current(aco, Stage.SECOND);
        assertThat(mbis(WorldOnDisk.members(archive)))
            .isEqualTo(latest.lines().map(Roster.Line::mbi).collect(Collectors.toSet()));
      }
    }
  }

  @Test
  void givenDayOfTheWorld_whenRenewed_thenRefused() {
    LocalDate asOf = LocalDate.of(2026, 11, 23);
    Generator generator = new Generator(new WorldSpec(5, 60, 1, asOf));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> generator.renewal(asOf, asOf, folder))
        .withMessageContaining("after 2026-11-23");
  }

  private WorldOnDisk archivesOnly(LocalDate asOf) throws Exception {
    Rosters rosters = new Rosters(new World(new WorldSpec(5, 60, 1, asOf), new Vocabulary()));
    for (Stage stage : Stage.values()) {
      Path home = folder.resolve(stage.folder()).resolve("attribution");
      Files.createDirectories(home);
      for (Roster roster : rosters.deliveries(stage)) {
        RosterWriter.write(roster, home);
      }
    }
    return new WorldOnDisk(folder);
  }

  private static Map<String, String> currentOf(WorldOnDisk world, String stage, String aco) {
    return world.archives(stage).entrySet().stream()
        .filter(archive -> archive.getKey().startsWith("T.BCD." + aco + ".ZCY"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static Set<String> mbis(Map<String, String> members) {
    return text(members, ".ZC8")
        .lines()
        .map(line -> line.substring(0, 11))
        .collect(Collectors.toSet());
  }

  private static String text(Map<String, String> members, String mark) {
    return members.entrySet().stream()
        .filter(member -> member.getKey().contains(mark))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
