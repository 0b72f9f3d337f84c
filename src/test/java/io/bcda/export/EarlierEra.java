package io.bcda.export;

import io.bcda.harness.TestServer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Era 0, as a restored database would show it. */
final class EarlierEra {
  private EarlierEra() {}

  /** Makes a time that was issued in it. */
  static void at(TestServer server, Instant time) {
    OffsetDateTime at = time.atOffset(ZoneOffset.UTC);
    if (server.db().queryForList("SELECT id FROM era WHERE id = 0").isEmpty()) {
      server.db().update("INSERT INTO era(id, identity, started_at) VALUES (0, 'another', ?)", at);
    }
    if (server.db().queryForList("SELECT at FROM issued_time WHERE at = ?", at).isEmpty()) {
      server
          .db()
          .update(
              "INSERT INTO issued_time(at, era, snapshot, cause) VALUES (?, 0, '1', 'START')", at);
    }
  }
}
