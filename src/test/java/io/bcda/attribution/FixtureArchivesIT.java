package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives that CMS's own server is tested with (bcda-app, CC0), where they are at hand. */
class FixtureArchivesIT {
  private static final Path ARCHIVES = Path.of("../shared/fixtures/cclf/archives");
  private static final Instant THEN = Instant.parse("2018-11-21T12:00:00Z");
  private static AttributionDatabase room;

  @BeforeAll
  static void open() {
    assumeTrue(Files.isDirectory(ARCHIVES), "no fixtures here");
    room =
        AttributionDatabase.open(
            Database.H2, AttributionDatabase.warning(THEN), AttributionDatabase.NOW);
    AcoRegistry acos = room.bean(AcoRegistry.class);
    List.of("A0001", "A9988", "A9989").forEach(aco -> acos.create(aco, aco, "SSP"));
  }

  @AfterAll
  static void close() {
    if (room != null) {
      room.close();
    }
  }

  @Test
  void givenTheFolder_whenListed_thenTheseTestsReadAllOfIt() throws IOException {
    try (Stream<Path> all = Files.walk(ARCHIVES)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(3 + 16);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "valid/T.BCD.A0001.ZCY18.D181120.T1000000, A0001",
    "valid/T.BCD.A9988.ZCY18.D181120.T1000000, A9988",
    "valid/T.BCD.A9989.ZCY18.D181120.T1000000, A9989"
  })
  void givenValidArchive_whenTakenAtItsTime_thenRosterOfSixPeople(String file, String aco)
      throws IOException {
    Delivery delivery = room.bean(Deliveries.class).take(ARCHIVES.resolve(file));
    assertThat(delivery.outcome()).as(delivery.report()).isEqualTo(Outcome.LOADED);
    Roster roster =
        room.bean(RosterStore.class).inForce(aco, RosterKind.CURRENT).orElseThrow().roster();
    assertThat(roster.members()).isEqualTo(6);
    assertThat(roster.performanceYear()).isEqualTo(2018);
    assertThat(roster.fileTime()).isEqualTo("2018-11-20T10:00:00.900Z");
    assertThat(delivery.report()).contains("Warning: 6 MBIs").doesNotContain("1A69B98CD3");
  }

  @ParameterizedTest
  @CsvSource({
    "valid/T.BCD.ACOB.ZC0Y18.D181120.T0001000, part 3 must be like",
    "8/valid/T.BCD.A0001.ZCY18.D181121.T1000000, holds no CCLF0",
    "8/valid/T.BCD.A0001.ZCY18.D181122.T1000000, holds no CCLF0",
    "8/valid/T.BCD.A0001.ZCY18.D181123.T1000000, holds no CCLF0",
    "8/valid/T.BCD.A0001.ZCY18.D181124.T1000000, holds no CCLF0",
    "8/valid/T.BCD.A0001.ZCY18.D181125.T1000000, holds no CCLF0",
    "8/invalid/T.BCD.A0001.ZCY18.D181125.T1000087, archive is empty",
    "corrupted/T.BCD.A0001.ZCY18.D181120.T1000000, no complete zip",
    "0/invalid/T.BCD.ACOB.ZC0Y18.D181120.E0001000, part 3 must be like",
    "0/invalid/T.A0001.ACO.ZC0Y18.D181120.Z1000000, part 2 must be like BCD",
    "0/missing_data/T.BCD.ACO.ZC0Y18.D181120.T0001000, part 3 must be like",
    "0/missing_data/T.BCD.ACO.ZC0Y18.D181121.T0001000, part 3 must be like",
    "0/missing_data/T.BCD.ACO.ZC0Y18.D181122.T0001000, part 3 must be like",
    "0/missing_data/T.BCD.ACO.ZC0Y18.D181120.T0001098, part 3 must be like",
    "0/missing_data/T.BCD.A0001.ZCY18.D181120.T1000000, holds no CCLF8",
    "0/missing_data/T.BCD.A0001.ZCY18.D181122.T1000000, holds no CCLF8"
  })
  void givenBadArchive_whenTaken_thenRejectedWithItsReason(String file, String why)
      throws IOException {
    Delivery delivery = room.bean(Deliveries.class).take(ARCHIVES.resolve(file));
    assertThat(delivery.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(delivery.notes().get(0)).contains(why);
  }
}
