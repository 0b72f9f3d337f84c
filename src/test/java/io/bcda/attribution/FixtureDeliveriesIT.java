package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists, rosters and preference files that CMS's own server is tested with (bcda-app, CC0), taken
 * as deliveries, where they are at hand.
 */
class FixtureDeliveriesIT {
  private static final Path CCLF = Path.of("../shared/fixtures/cclf");
  @TempDir Path folder;

  @BeforeAll
  static void present() {
    assumeTrue(Files.isDirectory(CCLF), "no fixtures here");
  }

  @ParameterizedTest
  @CsvSource({
    "P.PCPB.M2411.D181120.T1000000, TCOCMD, CT000000, 2024-11-21T00:00:00Z, rejected, days old; at most 45",
    "P.PCPB.M2411.D181121.T1000000, TCOCMD, CT000000, 2024-11-21T00:00:00Z, rejected, days old; at most 45",
    "T.PCPB.M2411.D241206.T1732561, TCOCMD, CT000000, 2024-12-07T00:00:00Z, loaded, '5 members, in force'",
    "T.GUIDE.GUIDE-0001.Y25.D250630.T1000000, GUIDE, GUIDE-0001, 2025-07-01T00:00:00Z, loaded, '5 members, in force'",
    "T.ACCESS.ACCES00001.Y25.D250630.T1000000, ACCESS, ACCES00001, 2025-07-01T00:00:00Z, loaded, '5 members, in force'",
    "valid.csv, GUIDE, GUIDE-0001, 2025-07-01T00:00:00Z, rejected, not that of an attribution file"
  })
  void givenCsvList_whenTakenAtItsTime_thenAsExpected(
      String file, String model, String aco, Instant then, String outcome, String why)
      throws IOException {
    try (AttributionDatabase room = at(then)) {
      room.bean(AcoRegistry.class).create(aco, aco, model);
      Delivery delivery = room.bean(Deliveries.class).take(CCLF.resolve("csv").resolve(file));
      assertThat(delivery.report()).contains("outcome: " + outcome, why).doesNotContain("MBI0000");
    }
  }

  @ParameterizedTest
  @CsvSource({"dev, 40, 54, 50", "small, 2490, 2500, 2500", "medium, 7490, 7500, 7500"})
  void givenRostersBeforeAndAfter_whenTaken_thenExactlyTheAddedPeopleAreNew(
      String size, int before, int records, int after) throws IOException {
    try (AttributionDatabase room = at(Instant.parse("2018-11-22T00:00:00Z"))) {
      room.bean(AcoRegistry.class).create("A0001", "A0001", "SSP");
      Delivery first = room.bean(Deliveries.class).take(archive("before/" + size, "D181120"));
      assertThat(first.outcome()).as(first.report()).isEqualTo(Outcome.LOADED);
      assertThat(first.roster().orElseThrow().members()).isEqualTo(before);
      Delivery second = room.bean(Deliveries.class).take(archive("after/" + size, "D181121"));
      assertThat(second.roster().orElseThrow().members()).isEqualTo(after);
      assertThat(second.report()).contains("10 joined, 0 left");
      if (records > after) {
        assertThat(second.report()).contains((records - after) + " records repeat an MBI");
      }
      assertThat(added(room)).isEqualTo(addedInTheFiles(size)).hasSize(10);
    }
  }

  private static Set<String> added(AttributionDatabase room) {
    return new TreeSet<>(
        room.db()
            .queryForList(
                "SELECT mbi FROM roster_member WHERE roster_id = (SELECT max(id) FROM roster)"
                    + " AND mbi NOT IN (SELECT mbi FROM roster_member"
                    + " WHERE roster_id = (SELECT min(id) FROM roster))",
                String.class));
  }

  private static Set<String> addedInTheFiles(String size) throws IOException {
    Set<String> added = mbis("after/" + size);
    added.removeAll(mbis("before/" + size));
    return added;
  }

  private static Set<String> mbis(String roster) throws IOException {
    Path file = CCLF.resolve("rosters").resolve(roster).resolve("ZC8");
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(line -> line.substring(0, 11).trim())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource({
    "valid/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009, loaded, '3, of which 1 opt out'",
    "valid/T#EFT.ON.ACO.NGD1800.DPRF.D190816.T0241390, rejected, no trailer",
    "suppressionfile_BadHeader/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009, rejected, line 1",
    "suppressionfile_MissingData/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009, rejected, is no trailer",
    "suppressionfile_MissingData/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000010, rejected, counts 5",
    "suppressionfile_MissingData/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000011, rejected, impossible effective date",
    "suppressionfile_MissingData/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000012, rejected, counts 5",
    // A letter in the link key, which nobody reads.
    "suppressionfile_MissingData/T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000013, loaded, '3, of which 1 opt out'"
  })
  void givenPreferenceFile_whenTaken_thenAsExpected(String file, String outcome, String why)
      throws IOException {
    try (AttributionDatabase room = at(Instant.parse("2019-08-17T00:00:00Z"))) {
      Delivery delivery =
          room.bean(Deliveries.class).take(CCLF.resolve("suppression").resolve(file));
      assertThat(delivery.report()).contains("outcome: " + outcome, why);
      assertThat(room.count("preference")).isEqualTo(outcome.equals("loaded") ? 3 : 0);
    }
  }

  private static AttributionDatabase at(Instant then) {
    return AttributionDatabase.open(
        Database.H2, AttributionDatabase.warning(then), AttributionDatabase.NOW);
  }

  private Path archive(String roster, String date) throws IOException {
    Path archive = folder.resolve("T.BCD.A0001.ZCY18." + date + ".T1000000");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String file : List.of("ZC0", "ZC8", "ZC9")) {
        zip.putNextEntry(new ZipEntry("T.BCD.A0001." + file + "Y18." + date + ".T1000000"));
        Files.copy(CCLF.resolve("rosters").resolve(roster).resolve(file), zip);
        zip.closeEntry();
      }
    }
    return archive;
  }
}
