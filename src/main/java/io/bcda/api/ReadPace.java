package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How much one client may read and search: so many requests in a minute, so many at once. Each node
 * counts for itself. Thread-safe.
 */
@Interceptor
@Component
class ReadPace implements FhirInterceptor {
  private static final String KEY = ReadPace.class.getName();
  private final ReadSettings settings;
  private final Clock clock;

  /** Signed-in clients only, so there are not many; guarded by this. */
  private final Map<String, Tally> tallies = new HashMap<>();

  ReadPace(ReadSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param requests let in during the minute
   * @param running now
   */
  private record Tally(Instant minute, int requests, int running) {
    static final Tally NONE = new Tally(Instant.MIN, 0, 0);

    Tally in(Instant now) {
      return minute.equals(now) ? this : new Tally(now, 0, running);
    }
  }

  /**
   * Lets a request in, until it is answered.
   *
   * @throws Refusal BUSY, saying when to try again
   */
  synchronized void enter(String client, RequestDetails details) {
    Instant now = clock.instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    Tally tally = tallies.getOrDefault(client, Tally.NONE).in(minute);
    if (tally.requests() >= settings.perMinute()) {
      throw new Refusal(
              Reason.BUSY,
              "This client may read and search %d times in a minute"
                  .formatted(settings.perMinute()))
          .retryAfter(Duration.between(now, minute.plus(1, ChronoUnit.MINUTES)));
    }
    if (tally.running() >= settings.atOnce()) {
      throw new Refusal(
              Reason.BUSY,
              "This client may have %d reads and searches under way at once"
                  .formatted(settings.atOnce()))
          .retryAfter(Duration.ofSeconds(1));
    }
    tallies.put(client, new Tally(minute, tally.requests() + 1, tally.running() + 1));
    details.getUserData().put(KEY, client);
  }

  /** However it ended. */
  @Hook(Pointcut.SERVER_PROCESSING_COMPLETED)
  synchronized void leave(RequestDetails details) {
    if (details != null && details.getUserData().remove(KEY) instanceof String client) {
      tallies.computeIfPresent(
          client, (c, t) -> new Tally(t.minute(), t.requests(), t.running() - 1));
    }
  }
}
