package io.bcda.auth;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks after the signing keys twice a minute, on every node. */
@Component
class KeyRotationRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(KeyRotationRounds.class);
  private static final int SECONDS = 30;
  private final KeyRotation rotation;
  private @Nullable Rounds rounds;

  KeyRotationRounds(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public void start() {
    rounds = Rounds.start("key-rotation", this::round, SECONDS, SECONDS);
  }

  private void round() {
    try {
      rotation.round();
    } catch (RuntimeException | Error e) {
      log.atWarn().setCause(e).log("signing keys not looked after, the next round tries again");
    }
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
