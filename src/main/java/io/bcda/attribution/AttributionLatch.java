package io.bcda.attribution;

import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Lets one node after the other write what is for all ACOs: table attribution_latch. */
final class AttributionLatch {
  private AttributionLatch() {}

  /** Waits for its turn, which lasts until the transaction ends. */
  static void take(NamedParameterJdbcTemplate db) {
    db.queryForList("SELECT one FROM attribution_latch FOR UPDATE", Map.of(), Integer.class);
  }
}
