package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.loading.ClaimsLoad;
import io.bcda.loading.LoadReport;
import io.bcda.loading.LoadState;
import io.bcda.loading.TestLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An ACO with so many people that its exports have several slices. */
final class Crowd {
  private Crowd() {}

  /**
   * Each person has one Coverage and this many claims.
   *
   * @param unknown MBIs on the roster that no Patient has
   */
  static TestWorld of(TestServer server, int people, int claims, String... unknown) {
    List<String> mbis = new ArrayList<>(List.of(unknown));
    List<String> lines = new ArrayList<>();
    String stem = UUID.randomUUID().toString().substring(0, 18);
    for (int p = 0; p < people; p++) {
      String mbi = TestWorld.mbi();
      mbis.add(mbi);
      String person = "p" + p + "-" + stem;
      lines.add(TestLines.patient(person, mbi));
      lines.add(TestLines.coverage("c" + person, person));
      for (int c = 0; c < claims; c++) {
        lines.add(TestLines.claim("e" + c + person, person));
      }
    }
    load(server, lines);
    TestWorld world = new TestWorld(server);
    world.roster(
        RosterKind.CURRENT,
        server.clock().instant().minus(Duration.ofDays(1)),
        mbis.toArray(String[]::new));
    return world;
  }

  private static void load(TestServer server, List<String> lines) {
    try {
      Path file = Files.createTempDirectory("crowd").resolve("crowd.ndjson");
      Files.write(file, lines);
      LoadReport report = server.bean(ClaimsLoad.class).load(file);
      assertThat(report.state()).as(report.toString()).isEqualTo(LoadState.DONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
