package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.InboxSettings;
import io.bcda.inbox.InboxWatch;
import io.bcda.loading.LoadingSettings.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsInboxTest {
  private static final InboxSettings QUICK =
      new InboxSettings(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(1));

  @TempDir Path folder;

  private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, LoadState> outcomes = new HashMap<>();
  private FolderInbox files;
  private ClaimsInbox inbox;

  @BeforeEach
  void open() {
    files = new FolderInbox(folder, Clock.systemUTC(), Duration.ZERO);
    inbox = new ClaimsInbox(files, this::load, Nodes.IN_TURN);
  }

  @Test
  void givenClaimsAndPatients_whenInTurn_thenPatientsFirst() throws IOException {
    Path claims = deliver("a.ndjson", TestLines.claim("c", "p"));
    Path patients = deliver("b.NDJSON.gz", TestLines.patient("p", "1S00E00AA01"));
    assertThat(inbox.inTurn(List.of(claims, patients))).containsExactly(patients, claims);
  }

  @Test
  void givenGoodFile_whenTaken_thenDoneWithItsReport() throws IOException {
    inbox.take(deliver("a.ndjson", "x"));
    assertThat(loaded).containsExactly("a.ndjson");
    assertThat(texts("done")).anyMatch(t -> t.contains("Result: DONE"));
    assertThat(texts("rejected")).isEmpty();
  }

  @Test
  void givenHopelessFile_whenTaken_thenRejectedWithItsReport() throws IOException {
    outcomes.put("a.ndjson", LoadState.STOPPED);
    inbox.take(deliver("a.ndjson", "x"));
    assertThat(texts("rejected")).anyMatch(t -> t.contains("Result: STOPPED"));
    assertThat(texts("done")).isEmpty();
  }

  @Test
  void givenOtherKindOfFile_whenTaken_thenRejectedAndNotLoaded() throws IOException {
    inbox.take(deliver("notes.txt", "x"));
    assertThat(loaded).isEmpty();
    assertThat(texts("rejected")).anyMatch(t -> t.contains("must end in .ndjson"));
  }

  @Test
  void givenFileThatCouldNotBeLoaded_whenOthersWait_thenItHoldsThemUpUntilItIs()
      throws IOException {
    Path first = deliver("1.ndjson", TestLines.claim("c", "p"));
    Path second = deliver("2.ndjson", TestLines.claim("c", "p"));
    outcomes.put("1.ndjson", LoadState.FAILED);
    assertThatThrownBy(() -> inbox.take(first)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> inbox.take(second)).hasMessage("waits until 1.ndjson is loaded");
    assertThat(first).exists();
    assertThat(second).exists();
    assertThat(inbox.inTurn(List.of(first, second))).containsExactly(first);

    outcomes.remove("1.ndjson");
    inbox.take(first);
    assertThat(inbox.inTurn(List.of(second))).containsExactly(second);
    inbox.take(second);
    assertThat(loaded).containsExactly("1.ndjson", "1.ndjson", "2.ndjson");
  }

  @Test
  void givenFileThatCouldNotBeLoaded_whenItIsTakenAway_thenOthersGoOn() throws IOException {
    Path first = deliver("1.ndjson", "x");
    Path second = deliver("2.ndjson", "x");
    outcomes.put("1.ndjson", LoadState.FAILED);
    assertThatThrownBy(() -> inbox.take(first)).isInstanceOf(IOException.class);
    Files.delete(first);
    assertThat(inbox.inTurn(List.of(second))).containsExactly(second);
    inbox.take(second);
    assertThat(loaded).endsWith("2.ndjson");
  }

  /** Its node was killed; the lease lasts a while yet when the next file is complete. */
  @Test
  void givenFileOfADeadNode_whenALaterOneIsReady_thenTheyAreLoadedInTheirOrder() throws Exception {
    claimedByAnother("1.ndjson");
    deliver("2.ndjson", TestLines.claim("c", "p"));
    InboxWatch watch = new InboxWatch("claims", files, QUICK, inbox);
    watch.start();
    try {
      await().until(() -> loaded.size() == 2);
    } finally {
      watch.stop();
    }
    assertThat(loaded).containsExactly("1.ndjson", "2.ndjson");
  }

  @Test
  void givenFileOfALivingNode_whenAnotherIsReady_thenItWaitsUntilThatIsLoaded() throws IOException {
    Path busy = claimedByAnother("1.ndjson");
    deliver("2.ndjson", TestLines.claim("c", "p"));
    InboxWatch watch = new InboxWatch("claims", files, QUICK, inbox);
    watch.sweepNow();
    assertThat(loaded).isEmpty();
    assertThat(folder.resolve("2.ndjson")).exists();

    Files.delete(busy);
    watch.sweepNow();
    assertThat(loaded).containsExactly("2.ndjson");
  }

  @Test
  void givenAnEarlierFileThatIsStillBeingWritten_whenInTurn_thenLaterOnesWait() throws IOException {
    deliver("2.ndjson", TestLines.claim("c", "p"));
    Path first = deliver("1.ndjson", TestLines.claim("c", "p"));
    Path third = deliver("3.ndjson", TestLines.claim("c", "p"));
    assertThat(inbox.inTurn(List.of(first, third))).containsExactly(first);
  }

  @Test
  void givenTwoNodesThatClaimAtOnce_whenTaken_thenTheFirstFileGoesOn() throws IOException {
    Path first = deliver("1.ndjson", TestLines.claim("c", "p"));
    Path second = deliver("2.ndjson", TestLines.claim("c", "p"));
    assertThat(inbox.inTurn(List.of(first, second))).containsExactly(first, second);
    assertThat(inbox.mayTake(second)).isTrue();

    Path other = claimedByAnother("1.ndjson");
    Files.delete(first);
    assertThat(inbox.mayTake(second)).isFalse();
    assertThatThrownBy(() -> inbox.take(second)).hasMessage("waits until 1.ndjson is loaded");

    Files.move(other, other.resolveSibling("3.ndjson"));
    deliver("3.ndjson", "x");
    inbox.inTurn(List.of(second));
    Files.delete(folder.resolve("3.ndjson"));
    inbox.take(second);
    assertThat(loaded).containsExactly("2.ndjson");
  }

  @Test
  void givenANewFileOfADeadNodesName_whenInTurn_thenItDoesNotWaitForItself() throws IOException {
    claimedByAnother("1.ndjson");
    Path again = deliver("1.ndjson", TestLines.claim("c", "p"));
    assertThat(inbox.inTurn(List.of(again))).containsExactly(again);
    assertThat(inbox.mayTake(again)).isTrue();
  }

  @Test
  void givenNodesSideBySide_whenAnotherIsBusy_thenFilesDoNotWait() throws IOException {
    inbox = new ClaimsInbox(files, this::load, Nodes.SIDE_BY_SIDE);
    claimedByAnother("1.ndjson");
    deliver("2.ndjson", TestLines.claim("c", "p"));
    new InboxWatch("claims", files, QUICK, inbox).sweepNow();
    assertThat(loaded).containsExactly("2.ndjson");
  }

  private Path claimedByAnother(String name) throws IOException {
    Path claim = Files.createDirectory(folder.resolve("work/other"));
    Files.createFile(claim.resolve(".lease"));
    return Files.write(claim.resolve(name), TestLines.utf8(TestLines.claim("c", "p")));
  }

  private LoadReport load(Path file) {
    String name = file.getFileName().toString();
    loaded.add(name);
    LoadState state = outcomes.getOrDefault(name, LoadState.DONE);
    return LoadReport.of(name, "00", new LoadEnd(state, "why"), LoadCounts.none(), List.of());
  }

  private Path deliver(String name, String line) throws IOException {
    return Files.write(folder.resolve(name), TestLines.utf8(line));
  }

  private List<String> texts(String box) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve(box))) {
      for (Path file : all.toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }
}
