package io.bcda.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
  private final TurnQueue queue = new TurnQueue();
  private final List<String> done = new ArrayList<>();

  @Test
  void givenALargeOwnerFirst_whenSmallOnesCome_thenOwnersTakeTurnsAndKeepTheirOrder()
      throws InterruptedException {
    add("large", 5);
    work(1);
    add("a", 2);
    add("b", 1);
    assertThat(queue.size()).isEqualTo(7);

    work(7);

    assertThat(done)
        .containsExactly("large0", "large1", "a0", "b0", "large2", "a1", "large3", "large4");
    assertThat(queue.size()).isZero();
  }

  @Test
  void givenAnOwnerThatComesAgain_whenItHasHadItsTurn_thenItIsBehindTheOthers()
      throws InterruptedException {
    add("a", 1);
    add("b", 2);
    work(1);
    add("a", 1);

    work(3);

    assertThat(done).containsExactly("a0", "b0", "a0", "b1");
  }

  @Test
  void givenAWorkerThatWaits_whenClosed_thenItEnds() throws Exception {
    CompletableFuture<Runnable> worker =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.take();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    queue.close();
    assertThat(worker.get(30, TimeUnit.SECONDS)).isNull();
  }

  private void add(String owner, int tasks) {
    for (int i = 0; i < tasks; i++) {
      String name = owner + i;
      queue.add(owner, () -> done.add(name));
    }
  }

  private void work(int tasks) throws InterruptedException {
    for (int i = 0; i < tasks; i++) {
      queue.take().run();
    }
  }
}
