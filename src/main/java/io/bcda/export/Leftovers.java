package io.bcda.export;

import io.bcda.files.ExportFileStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes files that lie beside those of a completed job and are no part of it: of an attempt that
 * came too late and whose node died. They are out of reach from the beginning; here they cease to
 * hold people's data. A file is spared for an hour, since an attempt may be about to publish it.
 * Not for several threads.
 */
@Component
class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration GRACE = Duration.ofHours(1);
  private final JobSweepStore jobs;
  private final ExportFileTable table;
  private final ExportFileStore files;
  private final Clock clock;

  /** When each was seen first, by this node. */
  private Map<Stray, Instant> seen = Map.of();

  private record Stray(String job, String name) {}

  Leftovers(JobSweepStore jobs, ExportFileTable table, ExportFileStore files, Clock clock) {
    this.jobs = jobs;
    this.table = table;
    this.files = files;
    this.clock = clock;
  }

  /** One round. */
  void sweep() {
    Instant now = clock.instant();
    Map<Stray, Instant> still = new HashMap<>();
    OneByOne.each(jobs.completed(), job -> job, job -> sweep(job, now, still));
    seen = still;
  }

  private void sweep(String job, Instant now, Map<Stray, Instant> still) throws IOException {
    Set<String> stored = files.names(job); // before the table: what is published next counts
    Set<String> counted = table.names(job);
    for (String name : stored) {
      if (!counted.contains(name)) {
        Stray stray = new Stray(job, name);
        Instant first = seen.getOrDefault(stray, now);
        if (now.isBefore(first.plus(GRACE))) {
          still.put(stray, first);
        } else {
          files.delete(job, name);
          log.atInfo().addKeyValue("job", job).addKeyValue("file", name).log("leftover removed");
        }
      }
    }
  }
}
