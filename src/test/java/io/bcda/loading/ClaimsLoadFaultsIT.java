package io.bcda.loading;

import static io.bcda.loading.TestLoads.load;
import static io.bcda.loading.TestLoads.openRows;
import static io.bcda.loading.TestLoads.rowStates;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.OptimisticLockingFailureException;

/** Loads under adverse conditions: a store that fails, rivals, an early end, hopeless files. */
class ClaimsLoadFaultsIT {
  private static final String MBI = "1S00E00AA01";

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();

  /** Each of several batches, in opposite order: one file comes to wait for the other. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoFilesAtOnceOverTheSameResources_whenLoaded_thenNoLineIsLost(TestServer server)
      throws IOException {
    int lines = 2000;
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      one.add(TestLines.claim(i + "-" + person, person, "2024-03-11"));
      two.add(0, TestLines.claim(i + "-" + person, person, "2024-03-12"));
    }
    Path first = write("one.ndjson", one);
    Path second = write("two.ndjson", two);
    CompletableFuture<LoadReport> loading =
        CompletableFuture.supplyAsync(() -> load(server, first));
    LoadReport b = load(server, second);
    LoadReport a = loading.join();
    assertThat(a.state()).as(a.text()).isEqualTo(LoadState.DONE);
    assertThat(b.state()).as(b.text()).isEqualTo(LoadState.DONE);
    assertThat(a.counts().refused() + b.counts().refused()).isZero();
    assertThat(a.counts().created() + b.counts().created()).isEqualTo(lines);
    assertThat(a.counts().updated() + b.counts().updated()).isEqualTo(lines);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenStoreFailsOnOneResource_whenLoaded_thenOnlyItsLineIsLost(TestServer server)
      throws IOException {
    String poison = "poison-" + person;
    Path file = write("poison.ndjson", claimsWith(poison, 120, 60));
    LoadReport report =
        server
            .store()
            .whileWriting(
                poison,
                n -> {
                  throw new InternalErrorException("HAPI-9999: " + MBI);
                },
                () -> load(server, file));
    assertThat(report.state()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(120, 119, 0, 0, 1));
    assertThat(report.refused().get(0).line()).isEqualTo(60);
    assertThat(report.text()).contains("HAPI-9999").doesNotContain(MBI);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherWriterWasQuicker_whenLoaded_thenTheBundleIsTriedAgain(TestServer server)
      throws IOException {
    String contested = "contested-" + person;
    Path file = write("contested.ndjson", claimsWith(contested, 50, 20));
    AtomicInteger calls = new AtomicInteger();
    LoadReport report =
        server
            .store()
            .whileWriting(
                contested,
                n -> {
                  calls.set(n);
                  if (n <= 3) {
                    throw new OptimisticLockingFailureException("quicker");
                  }
                },
                () -> load(server, file));
    assertThat(report.counts()).isEqualTo(new LoadCounts(50, 50, 0, 0, 0));
    assertThat(calls).hasValue(4);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLoadBrokenOff_whenLoadedAgain_thenTheContentIsWhole(TestServer server)
      throws IOException {
    String middle = "middle-" + person;
    Path file = write("killed.ndjson", claimsWith(middle, 900, 450));
    LoadReport broken =
        server
            .store()
            .whileWriting(
                middle,
                n -> {
                  server.bean(LoadRuns.class).endAll();
                  throw new InternalErrorException("rolled back");
                },
                () -> load(server, file));
    assertThat(broken.state()).isEqualTo(LoadState.FAILED);
    assertThat(broken.counts().done()).isLessThan(900);
    assertThat(broken.state().shouldRetry()).isTrue();
    server
        .db()
        .update("UPDATE claims_load SET state = 'RUNNING' WHERE sha256 = ?", broken.sha256());

    LoadReport again = load(server, file);
    assertThat(again.state()).isEqualTo(LoadState.DONE);
    assertThat(again.counts().refused()).isZero();
    assertThat(again.counts().updated()).isZero();
    assertThat(again.counts().unchanged()).isEqualTo(broken.counts().created());
    assertThat(openRows(server, person)).isEqualTo(900);
    assertThat(rowStates(server, again)).containsExactly("FAILED", "DONE");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenHopelessFile_whenLoaded_thenStopped_andDamagedOneRefused(TestServer server)
      throws IOException {
    List<String> rubbish = new ArrayList<>(Collections.nCopies(5000, "rubbish " + person));
    LoadReport hopeless = load(server, write("rubbish.ndjson", rubbish));
    assertThat(hopeless.state()).isEqualTo(LoadState.STOPPED);
    assertThat(hopeless.counts().refused()).isBetween(1001L, 4999L);
    LoadReport bad = load(server, write("bad.ndjson", List.of("rubbish " + person)));
    assertThat(bad.state()).isEqualTo(LoadState.STOPPED);

    byte[] gzip = TestLines.gzip(TestLines.utf8(TestLines.patient(person, MBI)));
    Path cut = folder.resolve("cut.ndjson.gz");
    Files.write(cut, Arrays.copyOf(gzip, gzip.length - 5));
    LoadReport damaged = load(server, cut);
    assertThat(damaged.state()).isEqualTo(LoadState.REFUSED);
    assertThat(damaged.counts().loaded()).isZero();
    assertThat(load(server, write("empty.ndjson", List.of())).state()).isEqualTo(LoadState.DONE);
  }

  private List<String> claimsWith(String id, int lines, int at) {
    List<String> claims = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      claims.add(TestLines.claim(i == at ? id : i + "-" + person, person));
    }
    return claims;
  }

  private Path write(String name, List<String> lines) throws IOException {
    return TestLoads.write(folder, name, lines);
  }
}
