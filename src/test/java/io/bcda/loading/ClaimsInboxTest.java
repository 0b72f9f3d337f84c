package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.inbox.FolderInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsInboxTest {
  @TempDir Path folder;

  private final List<String> loaded = new ArrayList<>();
  private final Map<String, LoadState> outcomes = new HashMap<>();
  private FolderInbox files;
  private ClaimsInbox inbox;

  @BeforeEach
  void open() {
    files = new FolderInbox(folder, Clock.systemUTC(), Duration.ZERO);
    inbox = new ClaimsInbox(files, this::load);
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
