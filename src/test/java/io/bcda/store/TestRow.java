package io.bcda.store;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;

/** Rows as the cursor gives them. */
final class TestRow {
  static final Instant UPDATED = Instant.parse("2026-03-31T10:20:30.400Z");

  private TestRow() {}

  static ResourceCursor.Row of(String id, String body) {
    return new ResourceCursor.Row(
        1, 1, 1, id, Timestamp.from(UPDATED), body.getBytes(StandardCharsets.UTF_8), "JSON");
  }
}
