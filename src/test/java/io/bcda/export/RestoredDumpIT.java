package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.admin.Commands;
import io.bcda.attribution.RosterKind;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.RowDump;
import io.bcda.harness.ServerProcess;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dump is restored into another PostgreSQL, whose transaction ids are others, after the ACO has
 * seen what came later than the dump. Its next export tells it to begin anew; from there the chain
 * goes on.
 */
class RestoredDumpIT {
  private static final LocalDate DAY = LocalDate.parse("2026-01-31");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final TestServer original = TestServer.POSTGRESQL;
  private final String person = "p" + UUID.randomUUID();
  private final String claim = UUID.randomUUID().toString();
  private final Map<String, Map<String, Integer>> replica = new TreeMap<>();
  @TempDir Path folder;

  @Test
  void givenADumpRestoredElsewhere_whenTheAcoGoesOnWithItsChain_thenItsReplicaIsExact()
      throws Exception {
    TestWorld world = world();
    IssuedSecret secret = original.bean(ClientStore.class).create(world.aco(), "chain");
    AcoClient before = AcoClient.at(original.url(), secret.clientId(), secret.secret());
    String first = take(before.export("Group/all/$export"));
    world.claim("kept" + claim, person, DAY);
    String second = take(before.export("Group/all/$export?_since=" + first));
    RowDump dump =
        RowDump.of(original.bean(DataSource.class), Files.createDirectory(folder.resolve("dump")));
    world.claim("lost" + claim, person, DAY);
    String third = take(before.export("Group/all/$export?_since=" + second));
    assertThat(replica.get("ExplanationOfBenefit")).hasSize(3);

    try (EmbeddedPostgres other =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        ServerProcess restored = restored(other, dump)) {
      AcoClient after = AcoClient.at(restored.url(), secret.clientId(), secret.secret());
      AcoClient.Export anew = after.export("Group/all/$export?_since=" + third);
      assertThat(anew.lines("error").toString()).contains("replace your copy");
      assertThat(anew.deleted()).isEmpty();
      replica.clear();
      String fourth = take(anew);
      assertThat(replica)
          .isEqualTo(
              Map.of(
                  "Patient", Map.of(person, 1),
                  "ExplanationOfBenefit", Map.of("old" + claim, 1, "kept" + claim, 1)));

      deliver(restored, FhirWriter.claim("new" + claim, "Patient/" + person, DAY.toString()));
      deliver(
          restored, FhirWriter.bundleOf("transaction", "DELETE ExplanationOfBenefit/old" + claim));
      AcoClient.Export changes = after.export("Group/all/$export?_since=" + fourth);
      assertThat(changes.output())
          .isEqualTo(Map.of("ExplanationOfBenefit", Map.of("new" + claim, 1)));
      assertThat(changes.deleted())
          .isEqualTo(Map.of("ExplanationOfBenefit", List.of("old" + claim)));
      assertThat(changes.lines("error")).isEmpty();
      take(changes);
      assertThat(replica).isEqualTo(after.export("Group/all/$export").output());
    }
  }

  private TestWorld world() {
    TestWorld world = new TestWorld(original);
    String mbi = TestWorld.mbi();
    world.patient(person, mbi);
    world.claim("old" + claim, person, DAY);
    world.roster(RosterKind.CURRENT, original.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world;
  }

  /** What a client does with an export; its time. */
  private String take(AcoClient.Export export) {
    export
        .output()
        .forEach((type, seen) -> replica.computeIfAbsent(type, t -> new TreeMap<>()).putAll(seen));
    export.deleted().forEach((type, ids) -> replica.get(type).keySet().removeAll(ids));
    return export.transactionTime();
  }

  private ServerProcess restored(EmbeddedPostgres other, RowDump dump) throws Exception {
    ServerProcess server =
        new ServerProcess(
            folder.resolve("home"),
            List.of(
                "spring.datasource.url=" + other.getJdbcUrl("postgres", "postgres"),
                "spring.datasource.username=postgres"));
    List<String> anyCommand = new ArrayList<>(List.of("aco", "list")); // brings the tables
    anyCommand.addAll(server.settings());
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(
            new Commands(Clock.systemUTC(), Map.of())
                .run(anyCommand.toArray(String[]::new), quiet, quiet))
        .isZero();
    dump.restoreInto(other.getPostgresDatabase());
    server.start(Map.of(), "-Xmx512m");
    return server;
  }

  private void deliver(ServerProcess server, String line) throws Exception {
    String name = UUID.randomUUID() + ".ndjson";
    Path inbox = folder.resolve("home/inbox/claims");
    Files.writeString(inbox.resolve(name), line + "\n");
    await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("done").resolve(name)));
    server.assertAlive();
  }
}
