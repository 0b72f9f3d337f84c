package io.bcda.store;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The closed rows of {@code claim_index}, by which exports know what was seen and is no more. */
public class Tombstones {
  /** How long they are kept, and so how far back {@code deleted} reaches (design section 4). */
  public static final Duration KEPT = Duration.ofDays(400);

  private static final Logger log = LoggerFactory.getLogger(Tombstones.class);
  private final JdbcTemplate db;

  Tombstones(JdbcTemplate db) {
    this.db = db;
  }

  /** Removes those whose time is over, by the database's clock; several nodes may do so at once. */
  public void purge() {
    OffsetDateTime now = db.queryForObject("SELECT CURRENT_TIMESTAMP", OffsetDateTime.class);
    int gone =
        db.update(
            "DELETE FROM claim_index WHERE to_xid IS NOT NULL AND closed_at < ?", now.minus(KEPT));
    if (gone > 0) {
      log.atInfo().addKeyValue("rows", gone).log("tombstones purged");
    }
  }
}
