package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.aco.AcoRegistry;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists and preference files that CMS's own server is tested with (bcda-app, CC0), taken as
 * deliveries, where they are at hand.
 */
class FixtureDeliveriesIT {
  private static final Path CCLF = Path.of("../shared/fixtures/cclf");

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
}
