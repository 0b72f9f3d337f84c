package io.bcda.auth;

import io.bcda.rounds.Rounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks after the signing keys twice a minute, on every node. */
@Component
class KeyRotationRounds implements SmartLifecycle {
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private final KeyRotation rotation;
  private @Nullable Rounds rounds;

  KeyRotationRounds(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public void start() {
    rounds = new Rounds("key-rotation");
    rounds.every("signing keys", rotation::round, PAUSE, PAUSE);
  }

  @Override
  public void stop() {
    if (rounds != null) {
      rounds.end();
      rounds = null;
    }
  }

  @Override
  public boolean isRunning() {
    return rounds != null;
  }
}
