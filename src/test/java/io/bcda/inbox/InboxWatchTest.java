package io.bcda.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxWatchTest {
  private static final InboxSettings QUICK =
      new InboxSettings(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofSeconds(2));
  @TempDir Path folder;
  private final List<InboxWatch> watches = new ArrayList<>();
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private FolderInbox inbox;

  @BeforeEach
  void open() {
    inbox = new FolderInbox(folder, Clock.systemUTC(), QUICK.settle());
  }

  @AfterEach
  void stop() {
    watches.forEach(InboxWatch::stop);
  }

  @Test
  void givenStartedWatch_whenFileArrives_thenTakenOnce() throws IOException {
    watch(this::takeToDone).start();
    write("a");
    await().until(() -> Files.exists(folder.resolve("done/a")));
    assertThat(taken).containsExactly("a");
  }

  @Test
  void givenFilesInInbox_whenSweptNow_thenTakenInTheHandlersOrderWithoutSettling()
      throws IOException {
    write("a");
    write("b");
    InboxHandler backwards =
        new InboxHandler() {
          @Override
          public void take(Path file) {
            takeToDone(file);
          }

          @Override
          public List<Path> inTurn(List<Path> ready) {
            List<Path> reversed = new ArrayList<>(ready);
            Collections.reverse(reversed);
            return reversed;
          }
        };
    watch(backwards).sweepNow();
    assertThat(taken).containsExactly("b", "a");
  }

  @Test
  void givenHandlerThatThrows_whenTaken_thenFileStaysAndOthersGoOn() throws IOException {
    write("a");
    write("b");
    watch(
            file -> {
              if (file.getFileName().toString().equals("a")) {
                throw new IllegalStateException("no database");
              }
              takeToDone(file);
            })
        .sweepNow();
    assertThat(folder.resolve("a")).exists();
    assertThat(taken).containsExactly("b");
  }

  @Test
  void givenHandlerThatThrewOnce_whenTime_thenTriedAgain() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    watch(
            file -> {
              if (calls.incrementAndGet() == 1) {
                throw new IOException("not now");
              }
              takeToDone(file);
            })
        .start();
    write("a");
    await().until(() -> Files.exists(folder.resolve("done/a")));
    assertThat(calls).hasValue(2);
  }

  @Test
  void givenHandlerThatBreaksWithAnError_whenNextFileComes_thenWatchStillLives()
      throws IOException {
    watch(
            file -> {
              if (file.getFileName().toString().equals("a")) {
                throw new NoClassDefFoundError("broken");
              }
              takeToDone(file);
            })
        .start();
    write("a");
    write("b");
    await().until(() -> Files.exists(folder.resolve("done/b")));
  }

  @Test
  void givenHandlerThatForgetsTheFile_whenTaken_thenFileStays() throws IOException {
    write("a");
    watch(file -> taken.add("a")).sweepNow();
    assertThat(folder.resolve("a")).exists();
  }

  @Test
  void givenSlowHandler_whenLeaseWouldLapse_thenOtherNodeLeavesTheFile() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    InboxHandler slow =
        file -> {
          calls.incrementAndGet();
          awaitEnd(end);
          takeToDone(file);
        };
    watch(slow).start();
    watch(slow).start();
    write("a");
    await().until(() -> calls.get() == 1);
    await()
        .during(QUICK.lease().plusSeconds(1))
        .atMost(Duration.ofSeconds(10))
        .until(() -> calls.get() == 1);
    end.countDown();
    await().until(() -> Files.exists(folder.resolve("done/a")));
    assertThat(taken).containsExactly("a");
  }

  @Test
  void givenFileUnderWay_whenStopped_thenItIsFinishedAndNoOtherBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    InboxWatch watch =
        watch(
            file -> {
              begun.countDown();
              awaitEnd(end);
              takeToDone(file);
            });
    write("a");
    write("b");
    watch.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stopping = new Thread(watch::stop);
    stopping.start();
    await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
    end.countDown();
    stopping.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(taken).containsExactly("a");
    assertThat(folder.resolve("b")).exists();
    assertThat(watch.isRunning()).isFalse();
  }

  @Test
  void givenTwoNodes_whenManyFilesArrive_thenEachIsTakenOnce() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("file" + i);
    }
    watch(this::takeToDone).start();
    InboxWatch other =
        new InboxWatch(
            "other",
            new FolderInbox(folder, Clock.systemUTC(), QUICK.settle()),
            QUICK,
            this::takeToDone);
    watches.add(other);
    other.start();
    await().until(() -> taken.size() >= 50);
    watches.forEach(InboxWatch::stop);
    assertThat(taken).hasSize(50).doesNotHaveDuplicates();
  }

  private InboxWatch watch(InboxHandler handler) {
    InboxWatch watch = new InboxWatch("test", inbox, QUICK, handler);
    watches.add(watch);
    return watch;
  }

  private void takeToDone(Path file) {
    taken.add(file.getFileName().toString());
    inbox.done(file, "done");
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), "content of " + name);
  }
}
