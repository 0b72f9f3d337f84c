package io.bcda.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for secrets that end soon: at the start, and then each hour. */
@Component
class ExpiryRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ExpiryRounds.class);
  private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();
  private final ExpiringSecrets secrets;
  private @Nullable Rounds rounds;

  ExpiryRounds(ExpiringSecrets secrets) {
    this.secrets = secrets;
  }

  private void round() {
    try {
      secrets.look();
    } catch (RuntimeException | Error e) {
      log.atWarn()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("secrets that end soon could not be looked up, tried again in an hour");
    }
  }

  @Override
  public void start() {
    rounds = Rounds.start("secret-expiry", this::round, 0, HOUR_SECONDS);
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
