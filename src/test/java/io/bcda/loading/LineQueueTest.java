package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineQueueTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void givenManyLinesThroughASmallQueue_whenTaken_thenAllOfThemInOrder() throws Exception {
    LineQueue queue = new LineQueue(1000);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 5000; i++) {
                put(queue, line(i, 100));
              }
              queue.end();
            },
            threads);
    List<Long> numbers = new ArrayList<>();
    for (Optional<NdjsonLine> l = queue.take(); l.isPresent(); l = queue.take()) {
      numbers.add(l.get().number());
    }
    writer.get();
    assertThat(numbers).hasSize(5000).isSorted().startsWith(1L).endsWith(5000L);
  }

  @Test
  void givenFullQueue_whenPut_thenItWaitsForRoom() throws Exception {
    LineQueue queue = new LineQueue(1000);
    AtomicInteger in = new AtomicInteger();
    AtomicReference<Thread> putting = new AtomicReference<>();
    threads.submit(
        () -> {
          putting.set(Thread.currentThread());
          for (int i = 1; i <= 3; i++) {
            put(queue, line(i, 400));
            in.incrementAndGet();
          }
        });
    await().until(() -> in.get() == 2 && putting.get().getState() == Thread.State.WAITING);
    assertThat(queue.take()).isPresent();
    await().until(() -> in.get() == 3);
  }

  @Test
  void givenLineLargerThanTheQueue_whenPut_thenItPassesAlone() throws Exception {
    LineQueue queue = new LineQueue(1000);
    queue.put(line(1, 50_000));
    assertThat(queue.take().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void givenWriterGone_whenDropped_thenTheReaderIsNotHeld() throws Exception {
    LineQueue queue = new LineQueue(100);
    queue.put(line(1, 90));
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(() -> put(queue, line(2, 90)), threads);
    queue.drop();
    await().until(reader::isDone);
    assertThat(queue.take()).isEmpty();
  }

  private static NdjsonLine line(long number, int bytes) {
    return new NdjsonLine(number, new byte[bytes]);
  }

  private static void put(LineQueue queue, NdjsonLine line) {
    try {
      queue.put(line);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
