package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.mbis;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of members as deliveries. */
class ListImportIT {
  @TempDir Path folder;
  private AttributionDatabase room;

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenLists_whenTaken_thenEachIsTheRosterOfItsAco(Database database) throws IOException {
    room = AttributionDatabase.open(database);
    AcoRegistry acos = room.bean(AcoRegistry.class);
    acos.create("GUIDE-0001", "One", "GUIDE");
    acos.create("CT000000", "Other", "TCOCMD");
    take("T.GUIDE.GUIDE-0001.Y26.D260201.T1000000", mbis(1, 3));
    Delivery next = take("T.GUIDE.GUIDE-0001.Y26.D260301.T1000000.csv", mbis(2, 5));
    assertThat(next.report())
        .contains("4 members, in force", "2 joined, 1 left", "4 members are not known here yet");
    assertThat(take("P.PCPB.M2602.D260201.T1000000", mbis(1, 2)).outcome())
        .isEqualTo(Outcome.LOADED);
    assertThat(inForce("GUIDE-0001")).isEqualTo(mbis(2, 5));
    assertThat(inForce("CT000000")).isEqualTo(mbis(1, 2));
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenListAtFault_whenTaken_thenTheFormerStaysInForce(Database database) throws IOException {
    room = AttributionDatabase.open(database);
    room.bean(AcoRegistry.class).create("GUIDE-0001", "One", "GUIDE");
    room.bean(AcoRegistry.class).create("A0001", "Two", "SSP");
    take("T.GUIDE.GUIDE-0001.Y26.D260201.T1000000", mbis(1, 3));
    Path bad = write("T.GUIDE.GUIDE-0001.Y26.D260301.T1000000", mbis(1, 2));
    Files.writeString(bad, Files.readString(bad) + "a,b\n");
    assertThat(room.bean(Deliveries.class).take(bad).report())
        .contains("outcome: rejected", "line 4");
    assertThat(take("T.GUIDE.GUIDE-0002.Y26.D260301.T1000000", mbis(1, 2)).report())
        .contains("GUIDE-0002 is not known here");
    assertThat(take("T.GUIDE.GUIDE-0001.Y27.D260301.T1000000", mbis(1, 2)).report())
        .contains("used from 2027-01-01");
    assertThat(take("T.BCD.A0001.ZCY26.D260301.T1000000", mbis(1, 2)).report())
        .contains("no complete zip");
    assertThat(inForce("GUIDE-0001")).isEqualTo(mbis(1, 3));
    assertThat(room.count("roster")).isEqualTo(1);
  }

  private Delivery take(String name, List<String> mbis) throws IOException {
    return room.bean(Deliveries.class).take(write(name, mbis));
  }

  private Path write(String name, List<String> mbis) throws IOException {
    return Files.writeString(folder.resolve(name), "MBIs\n" + String.join("\n", mbis) + "\n");
  }

  private List<String> inForce(String aco) {
    return room.db()
        .queryForList(
            "SELECT m.mbi FROM roster_member m JOIN roster_in_force f ON f.roster_id = m.roster_id"
                + " WHERE f.aco = ? AND f.to_xid IS NULL ORDER BY m.ordinal",
            String.class,
            aco);
  }
}
