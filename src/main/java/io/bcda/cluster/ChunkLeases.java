package io.bcda.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Which chunks this node holds, queued in its memory or running, and its word for it in the
 * database. Stock batch2 loses both with their node (design decision 8).
 */
@Repository
class ChunkLeases {
  private static final String RENEW =
      "UPDATE chunk_lease SET node = ?, until = ? WHERE chunk_id = ?";
  private static final String BEGIN =
      "INSERT INTO chunk_lease(chunk_id, node, until) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM chunk_lease WHERE chunk_id = ?)";
  private final String node = UUID.randomUUID().toString();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final JdbcTemplate db;

  ChunkLeases(JdbcTemplate db) {
    this.db = db;
  }

  /** This node will run the chunk. */
  void hold(String chunkId) {
    held.add(chunkId);
  }

  /** The chunk is done, one way or the other. */
  void release(String chunkId) {
    held.remove(chunkId);
  }

  boolean holdsAny() {
    return !held.isEmpty();
  }

  /** Says again, for all chunks held, that they are. */
  void renew(Instant now, Duration lease) {
    var until = now.plus(lease).atOffset(ZoneOffset.UTC);
    for (String chunk : held) {
      if (db.update(RENEW, node, until, chunk) == 0) {
        db.update(BEGIN, chunk, node, until, chunk);
      }
    }
  }

  /** Forgets chunks that batch2 no longer has. */
  void prune() {
    db.update(
        "DELETE FROM chunk_lease WHERE NOT EXISTS (SELECT 1 FROM bt2_work_chunk c WHERE c.id = chunk_lease.chunk_id)");
    held.removeIf(
        chunk ->
            db.queryForList(
                    "SELECT 1 FROM bt2_work_chunk WHERE id = ? AND stat IN ('QUEUED','IN_PROGRESS','ERRORED')",
                    Integer.class,
                    chunk)
                .isEmpty());
  }
}
