package io.bcda.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private final Rounds rounds = new Rounds("rounds-test");
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void givenRoundsThatFail_whenTheirTimeComes_thenTheNextAreDone() {
    rounds.every(
        "failing",
        () -> {
          if (done.incrementAndGet() == 1) {
            throw new StackOverflowError();
          }
          throw new IOException();
        },
        SOON,
        SOON);

    await().atMost(Duration.ofSeconds(30)).until(() -> done.get() > 2);
    rounds.end();
  }

  @Test
  void givenATaskToBeDoneOnce_whenToldToEnd_thenItIsDoneAndNoRoundAfterIt() {
    rounds.every("never", () -> done.addAndGet(100), Duration.ofHours(1), SOON);
    rounds.once("last", done::incrementAndGet);

    rounds.end();

    assertThat(done).hasValue(1);
  }
}
