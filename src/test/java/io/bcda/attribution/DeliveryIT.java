package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
}
