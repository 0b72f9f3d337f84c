package io.bcda.audit;

import io.bcda.rounds.Rounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Tells of refusals that were held back, each minute, and ends old events, each day. */
@Component
class AuditRounds implements SmartLifecycle {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final AuditTrail audit;
  private final AuditRetention retention;
  private @Nullable Rounds rounds;

  AuditRounds(AuditTrail audit, AuditRetention retention) {
    this.audit = audit;
    this.retention = retention;
  }

  @Override
  public void start() {
    rounds = new Rounds("audit");
    rounds.every("held refusals", audit::tellHeld, MINUTE, MINUTE);
    rounds.every("old events", retention::expire, MINUTE, Duration.ofDays(1));
  }

  @Override
  public void stop() {
    if (rounds != null) {
      rounds.once("held refusals", audit::tellAllHeld);
      rounds.end();
      rounds = null;
    }
  }

  @Override
  public boolean isRunning() {
    return rounds != null;
  }
}
