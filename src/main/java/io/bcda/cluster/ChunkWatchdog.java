package io.bcda.cluster;

import io.bcda.rounds.Rounds;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Gives back what a dead node held: chunks whose lease lapsed go to READY (one conditional update,
 * so one node wins), instances stuck in FINALIZE go on. A chunk that was given back three times
 * fails its job, so that one that kills its node does not do so for ever.
 */
@Component
class ChunkWatchdog implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ChunkWatchdog.class);
  private static final int MAX_RETURNS = 3;
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final String LAPSED =
      """
      SELECT c.id FROM bt2_work_chunk c
        JOIN bt2_job_instance i ON i.id = c.instance_id AND i.stat IN ('QUEUED','IN_PROGRESS','ERRORED')
       WHERE c.stat IN ('QUEUED','IN_PROGRESS')
         AND coalesce(c.update_time, c.start_time, c.create_time) < ?
         AND NOT EXISTS (SELECT 1 FROM chunk_lease l WHERE l.chunk_id = c.id AND l.until >= ?)
      """;
  private static final String TO_READY =
      "UPDATE bt2_work_chunk SET stat = 'READY', update_time = ? WHERE id = ? AND stat IN ('QUEUED','IN_PROGRESS')";
  private static final String TO_FAILED =
      "UPDATE bt2_work_chunk SET stat = 'FAILED', error_msg = 'its node died three times', update_time = ? WHERE id = ? AND stat IN ('QUEUED','IN_PROGRESS')";
  private static final String COUNT =
      "UPDATE chunk_lease SET returned = returned + 1 WHERE chunk_id = ?";
  private static final String FIRST_COUNT =
      "INSERT INTO chunk_lease(chunk_id, node, until, returned) VALUES (?, 'none', ?, 1)";
  private static final String UNSTICK =
      "UPDATE bt2_job_instance SET stat = 'IN_PROGRESS', update_time = ? WHERE stat = 'FINALIZE' AND update_time < ?";
  private final JdbcTemplate db;
  private final ChunkLeases leases;
  private final Passes passes;
  private final ClusterSettings settings;
  private @Nullable Rounds rounds;

  ChunkWatchdog(JdbcTemplate db, ChunkLeases leases, Passes passes, ClusterSettings settings) {
    this.db = db;
    this.leases = leases;
    this.passes = passes;
    this.settings = settings;
  }

  /** One round. {@code now} is this node's clock, as are batch2's own times. */
  void round(Instant now) {
    if (leases.holdsAny()) {
      leases.renew(now, settings.lease());
    }
    Instant cut = now.minus(settings.lease());
    var nowUtc = now.atOffset(ZoneOffset.UTC);
    List<String> lapsed = db.queryForList(LAPSED, String.class, Timestamp.from(cut), nowUtc);
    lapsed.forEach(chunk -> giveBack(chunk, now));
    int unstuck = db.update(UNSTICK, Timestamp.from(now), Timestamp.from(cut));
    if (!lapsed.isEmpty() || unstuck > 0) {
      log.atWarn()
          .addKeyValue("chunks", lapsed.size())
          .addKeyValue("finalizing", unstuck)
          .log("work of a lost node taken up");
      passes.request();
    }
    leases.prune();
  }

  private void giveBack(String chunk, Instant now) {
    List<Integer> returned =
        db.queryForList(
            "SELECT returned FROM chunk_lease WHERE chunk_id = ?", Integer.class, chunk);
    boolean tooOften = !returned.isEmpty() && returned.get(0) >= MAX_RETURNS;
    if (db.update(tooOften ? TO_FAILED : TO_READY, Timestamp.from(now), chunk) == 1
        && db.update(COUNT, chunk) == 0) {
      db.update(FIRST_COUNT, chunk, now.atOffset(ZoneOffset.UTC));
    }
  }

  @Override
  public void start() {
    rounds = new Rounds("chunk-watchdog");
    Duration quarter = settings.lease().dividedBy(4);
    Duration pace = quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter;
    rounds.every("watchdog", () -> round(Instant.now()), pace, pace);
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
