package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.archive;
import static io.bcda.attribution.TestArchive.mbis;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.InboxSettings;
import io.bcda.inbox.InboxWatch;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributionInboxIT {
  @TempDir Path folder;
  private AttributionDatabase room;
  private InboxWatch watch;

  @BeforeEach
  void open() {
    room = AttributionDatabase.open(Database.H2);
    room.bean(AcoRegistry.class).create("A0001", "An ACO", "SSP");
    InboxSettings settings =
        new InboxSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(10));
    FolderInbox inbox = new FolderInbox(folder, room.bean(Clock.class), settings.settle());
    watch =
        new InboxWatch(
            "attribution",
            inbox,
            settings,
            new AttributionInbox(
                inbox,
                room.bean(DeliveryNames.class),
                room.bean(Deliveries.class),
                room.bean(ArchiveChecks.class)));
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void givenDeliveries_whenSwept_thenTakenByTheTimeInTheirNames() throws IOException {
    archive().members(mbis(1, 2)).runout().year(25).time("D260215.T1000000").in(folder);
    archive().members(mbis(1, 3)).time("D260301.T1000000").in(folder);
    archive().members(mbis(1, 4)).time("D260201.T1000000").in(folder);
    watch.sweepNow();
    assertThat(room.db().queryForList("SELECT members FROM roster ORDER BY id", Integer.class))
        .containsExactly(4, 2, 3);
    assertThat(folder.resolve("done/T.BCD.A0001.ZCY26.D260301.T1000000")).exists();
    assertThat(report("done", "T.BCD.A0001.ZCY26.D260301.T1000000"))
        .contains("outcome: loaded", "3 members, in force", "0 joined, 1 left");
  }

  @Test
  void givenBadFiles_whenSwept_thenRejectedWithReason() throws IOException {
    Files.writeString(folder.resolve("readme.txt"), "hello");
    archive().members(List.of("1A69B98CD30")).in(folder);
    watch.sweepNow();
    assertThat(report("rejected", "readme.txt"))
        .contains("outcome: rejected", "not that of an attribution file");
    assertThat(report("rejected", archive().name()))
        .contains("CCLF8 line 1")
        .doesNotContain("1A69B98CD30");
  }

  @Test
  void givenSameFileTwice_whenSwept_thenDoneWithNotice() throws IOException {
    archive().in(folder);
    watch.sweepNow();
    archive().in(folder);
    watch.sweepNow();
    assertThat(report("done", archive().name() + ".2")).contains("was loaded before");
    assertThat(room.count("roster")).isEqualTo(1);
  }

  @Test
  void givenRosterOfNextYear_whenSwept_thenWaitsInTheInbox() throws IOException {
    Path next = archive().year(27).in(folder);
    watch.sweepNow();
    assertThat(next).exists();
    assertThat(room.count("delivery")).isZero();
  }

  @Test
  void givenDatabaseDown_whenSwept_thenFileStaysForLater() throws IOException {
    Path file = archive().in(folder);
    room.db().execute("ALTER TABLE delivery RENAME TO gone");
    watch.sweepNow();
    assertThat(file).exists();
    room.db().execute("ALTER TABLE gone RENAME TO delivery");
    watch.sweepNow();
    assertThat(folder.resolve("done/" + archive().name())).exists();
  }

  private String report(String place, String name) throws IOException {
    return Files.readString(folder.resolve(place).resolve(name + ".report.txt"));
  }
}
