package io.bcda.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many rows refusals make, so that nobody can fill the disk by being refused: of those
 * that are alike, so many a minute, and one row more that counts the others. In memory, so each
 * node counts for itself, and one that is killed loses the number of its last minute. Thread-safe.
 */
final class RefusalFlood {
  static final int PER_MINUTE = 30;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Map<Alike, Minute> minutes = new HashMap<>();
  private Instant firstEnd = Instant.MAX;

  /** Refusals of one client, or of unknown ones, for one reason. */
  record Alike(AuditKind kind, @Nullable String aco, @Nullable String client, String outcome) {}

  /** How many were not appended in a minute that is over. */
  record Held(Alike alike, long number) {}

  private static final class Minute {
    private final Instant end;
    private long seen;

    Minute(Instant end) {
      this.end = end;
    }
  }

  /** Whether this one is to be appended; if not, it is counted. */
  synchronized boolean admits(Alike alike, Instant now) {
    Minute minute = minutes.computeIfAbsent(alike, a -> new Minute(now.plus(MINUTE)));
    firstEnd = firstEnd.isBefore(minute.end) ? firstEnd : minute.end;
    return ++minute.seen <= PER_MINUTE;
  }

  /** Takes out what was held back in the minutes that are over. */
  synchronized List<Held> over(Instant now) {
    if (now.isBefore(firstEnd)) {
      return List.of();
    }
    List<Held> over = new ArrayList<>();
    firstEnd = Instant.MAX;
    Iterator<Map.Entry<Alike, Minute>> all = minutes.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Alike, Minute> entry = all.next();
      Minute minute = entry.getValue();
      if (!now.isBefore(minute.end)) {
        all.remove();
        if (minute.seen > PER_MINUTE) {
          over.add(new Held(entry.getKey(), minute.seen - PER_MINUTE));
        }
      } else if (minute.end.isBefore(firstEnd)) {
        firstEnd = minute.end;
      }
    }
    return over;
  }
}
