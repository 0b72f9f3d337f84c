package io.bcda.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderInboxTest {
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration LEASE = Duration.ofMinutes(10);
  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
  private FolderInbox inbox;

  @BeforeEach
  void open() {
    inbox = new FolderInbox(folder, clock, SETTLE);
  }

  @Test
  void givenFileUnchangedForSettlingTime_whenLooked_thenReady() throws IOException {
    Path file = write("a", "1");
    assertThat(inbox.ready()).isEmpty();
    clock.advance(SETTLE.minusMillis(1));
    assertThat(inbox.ready()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(inbox.ready()).containsExactly(file);
  }

  @Test
  void givenFileThatGrows_whenLooked_thenWaitsFromItsLastChange() throws IOException {
    Path file = write("a", "1");
    inbox.ready();
    clock.advance(SETTLE);
    write("a", "12");
    assertThat(inbox.ready()).isEmpty();
    clock.advance(SETTLE);
    assertThat(inbox.ready()).containsExactly(file);
  }

  @Test
  void givenFileRewrittenWithEqualSize_whenLooked_thenWaits() throws IOException {
    Path file = write("a", "1");
    inbox.ready();
    clock.advance(SETTLE);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(inbox.ready()).isEmpty();
  }

  @Test
  void givenOldTimeOfChange_whenFirstSeen_thenStillWaitsAsCopiesKeepTheirTime() throws IOException {
    Files.setLastModifiedTime(write("a", "1"), FileTime.from(Instant.EPOCH));
    assertThat(inbox.ready()).isEmpty();
  }

  @Test
  void givenUnfinishedHiddenAndOtherThings_whenLooked_thenOnlyDeliveriesByName()
      throws IOException {
    for (String name : List.of("b", "a", "C.part", "d.TMP", ".e", "f.filepart")) {
      write(name, "1");
    }
    Files.createDirectory(folder.resolve("g"));
    Files.createSymbolicLink(folder.resolve("h"), folder.resolve("a"));
    assertThat(inbox.present()).containsExactly(folder.resolve("a"), folder.resolve("b"));
  }

  @Test
  void givenTakenFile_whenDone_thenMovedWithReport() throws IOException {
    Path claimed = inbox.claim(write("a", "1")).orElseThrow();
    inbox.done(claimed, "went well");
    assertThat(folder.resolve("done/a")).hasContent("1");
    assertThat(folder.resolve("done/a.report.txt")).hasContent("went well");
    assertThat(names(folder.resolve("work"))).isEmpty();
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void givenNameTaken_whenDoneAgain_thenCounterAndNothingOverwritten() throws IOException {
    for (String content : List.of("1", "2", "3")) {
      inbox.done(inbox.claim(write("a", content)).orElseThrow(), "report " + content);
    }
    assertThat(folder.resolve("done/a")).hasContent("1");
    assertThat(folder.resolve("done/a.2")).hasContent("2");
    assertThat(folder.resolve("done/a.2.report.txt")).hasContent("report 2");
    assertThat(folder.resolve("done/a.3")).hasContent("3");
  }

  @Test
  void givenFileNamedLikeAReport_whenBothRejected_thenNeitherOverwritten() throws IOException {
    inbox.rejected(inbox.claim(write("a.report.txt", "1")).orElseThrow(), "first");
    inbox.rejected(inbox.claim(write("a", "2")).orElseThrow(), "second");
    assertThat(folder.resolve("rejected/a.report.txt")).hasContent("1");
    assertThat(folder.resolve("rejected/a.2")).hasContent("2");
    assertThat(folder.resolve("rejected/a.2.report.txt")).hasContent("second");
  }

  @Test
  void givenLongestName_whenRejected_thenShortenedAndKept() throws IOException {
    Path claimed = inbox.claim(write("é".repeat(127), "1")).orElseThrow();
    inbox.rejected(claimed, "odd");
    assertThat(folder.resolve("rejected/" + "é".repeat(100))).hasContent("1");
  }

  @Test
  void givenTwoNodes_whenBothClaim_thenOneGetsIt() throws IOException {
    FolderInbox other = new FolderInbox(folder, clock, SETTLE);
    Path file = write("a", "1");
    assertThat(inbox.claim(file)).isPresent();
    assertThat(other.claim(file)).isEmpty();
    assertThat(names(folder.resolve("work"))).hasSize(1);
  }

  @Test
  void givenSameNameDeliveredDuringWork_whenClaimed_thenBothKept() throws IOException {
    Path first = inbox.claim(write("a", "1")).orElseThrow();
    Path second = inbox.claim(write("a", "2")).orElseThrow();
    assertThat(first).hasContent("1");
    assertThat(second).hasContent("2");
  }

  @Test
  void givenDeadNode_whenLeaseLapses_thenItsFileReturns() throws IOException {
    inbox.claim(write("a", "1")).orElseThrow();
    clock.advance(LEASE);
    assertThat(inbox.giveBackAbandoned(LEASE)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(inbox.giveBackAbandoned(LEASE)).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("1");
    assertThat(names(folder.resolve("work"))).isEmpty();
  }

  @Test
  void givenClaimWithoutALease_whenLookedAt_thenItsFileGetsTheTimeOfOne() throws IOException {
    Path claim = Files.createDirectories(folder.resolve("work").resolve("x"));
    Files.writeString(claim.resolve("a"), "1");
    assertThat(inbox.giveBackAbandoned(LEASE)).isEmpty();
    assertThat(claim.resolve("a")).exists();
    clock.advance(LEASE.plusMillis(1));
    assertThat(inbox.giveBackAbandoned(LEASE)).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("1");
  }

  @Test
  void givenLivingNode_whenLeaseRenewed_thenItsFileStays() throws IOException {
    Path claimed = inbox.claim(write("a", "1")).orElseThrow();
    clock.advance(LEASE);
    inbox.renewLeaseOf(claimed);
    clock.advance(LEASE);
    assertThat(inbox.giveBackAbandoned(LEASE)).isEmpty();
  }

  @Test
  void givenNameTakenAgain_whenReturned_thenWaitsUntilTheNameIsFree() throws IOException {
    Path claimed = inbox.claim(write("a", "1")).orElseThrow();
    Path newer = write("a", "2");
    inbox.giveBack(claimed);
    assertThat(newer).hasContent("2");
    assertThat(inbox.giveBackAbandoned(LEASE)).isEmpty();
    Files.delete(newer);
    assertThat(inbox.giveBackAbandoned(LEASE)).containsExactly("a");
    assertThat(newer).hasContent("1");
  }

  @Test
  void givenEmptyClaimOfNodeThatDied_whenLooked_thenSwept() throws IOException {
    Files.createDirectories(folder.resolve("work/orphan"));
    assertThat(inbox.giveBackAbandoned(LEASE)).isEmpty();
    assertThat(names(folder.resolve("work"))).isEmpty();
  }

  @Test
  void givenFileThatIsGone_whenDone_thenNoFileAndNoReport() throws IOException {
    Path claimed = inbox.claim(write("a", "1")).orElseThrow();
    Files.delete(claimed);
    inbox.done(claimed, "late");
    assertThat(names(folder.resolve("done"))).isEmpty();
  }

  @Test
  void givenFileInPlaceOfFolder_whenOpened_thenSaysSo() throws IOException {
    Path file = write("file", "1");
    assertThatThrownBy(() -> new FolderInbox(file, clock, SETTLE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be made");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
