package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestServer;
import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.InboxSettings;
import io.bcda.inbox.InboxWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A delivery on the whole server: from the inbox's folder to what the ACO is told. */
class DeliveryIT {
  private static final String ACO = "A7301";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenArchiveInTheInbox_whenTaken_thenInForceAndMovedWithReport(TestServer server)
      throws IOException {
    server.bean(AcoRegistry.class).create(ACO, "An ACO", "SSP");
    LocalDateTime now = LocalDateTime.ofInstant(server.bean(Clock.class).instant(), ZoneOffset.UTC);
    String time = DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'").format(now);
    TestArchive archive =
        TestArchive.archive()
            .of(ACO)
            .year(now.getYear() % 100)
            .time(time)
            .members(TestArchive.mbis(1, 12_000));
    Path inbox = server.home().resolve("inbox/attribution");
    Path part = Files.write(inbox.resolve(".arriving"), archive.bytes());
    Files.move(part, inbox.resolve(archive.name()));

    Path done = inbox.resolve("done").resolve(archive.name());
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(done));

    AttributionStatus status = server.bean(AttributionStatuses.class).of(ACO, RosterKind.CURRENT);
    assertThat(status.validity().state()).isEqualTo(AttributionState.CURRENT);
    assertThat(status.roster().orElseThrow().members()).isEqualTo(12_000);
    assertThat(done.resolveSibling(archive.name() + ".report.txt"))
        .content()
        .contains("12000 members, in force");
    assertThat(server.bean(AttributionStatuses.class).of(ACO))
        .extracting(s -> s.validity().state())
        .containsExactly(AttributionState.CURRENT, AttributionState.NEVER);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoNodesWithOneInbox_whenDeliveriesArrive_thenEachIsTakenOnce(TestServer server)
      throws IOException {
    server.bean(AcoRegistry.class).create("A7302", "An ACO", "SSP");
    Path folder = server.home().resolve("inbox/attribution");
    InboxWatch other = otherNode(server, folder);
    Set<String> names = new TreeSet<>();
    other.start();
    try {
      for (int day = 1; day <= 12; day++) {
        TestArchive archive = of("A7302", server, Duration.ofDays(13 - day));
        archive.members(TestArchive.mbis(1, 100 + day));
        Path part = Files.write(folder.resolve(".arriving" + day), archive.bytes());
        Files.move(part, folder.resolve(archive.name()));
        names.add(archive.name());
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> names.stream().allMatch(n -> Files.exists(folder.resolve("done/" + n))));
    } finally {
      other.stop();
    }
    List<String> loaded =
        server
            .db()
            .queryForList(
                "SELECT d.name FROM delivery d JOIN roster r ON r.delivery_id = d.id"
                    + " WHERE r.aco = 'A7302' AND d.outcome = 'LOADED' ORDER BY d.name",
                String.class);
    assertThat(loaded).containsExactlyElementsOf(names);
    for (String name : names) {
      assertThat(folder.resolve("done/" + name + ".report.txt"))
          .content()
          .contains("outcome: loaded");
    }
    AttributionStatus status =
        server.bean(AttributionStatuses.class).of("A7302", RosterKind.CURRENT);
    assertThat(status.roster().orElseThrow().members()).isEqualTo(112);
  }

  private static InboxWatch otherNode(TestServer server, Path folder) {
    InboxSettings settings = server.bean(InboxSettings.class);
    FolderInbox inbox = new FolderInbox(folder, server.clock(), settings.settle());
    return new InboxWatch(
        "other node",
        inbox,
        settings,
        new AttributionInbox(
            inbox,
            server.bean(DeliveryNames.class),
            server.bean(Deliveries.class),
            server.bean(ArchiveChecks.class)));
  }

  private static TestArchive of(String aco, TestServer server, Duration age) {
    LocalDateTime time =
        LocalDateTime.ofInstant(server.clock().instant().minus(age), ZoneOffset.UTC);
    return TestArchive.archive()
        .of(aco)
        .year(LocalDateTime.now(ZoneOffset.UTC).getYear() % 100)
        .time(DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'").format(time));
  }
}
