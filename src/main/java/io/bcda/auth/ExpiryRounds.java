package io.bcda.auth;

import io.bcda.rounds.Rounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for secrets that end soon: at the start, and then each hour. */
@Component
class ExpiryRounds implements SmartLifecycle {
  private final ExpiringSecrets secrets;
  private @Nullable Rounds rounds;

  ExpiryRounds(ExpiringSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public void start() {
    rounds = new Rounds("secret-expiry");
    rounds.every("secrets that end soon", secrets::look, Duration.ZERO, Duration.ofHours(1));
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
