package io.bcda.store;

/**
 * What the server knew at one moment, by transactions and not by clocks (design section 4).
 *
 * @param era the run of transaction ids that the value belongs to
 * @param value PostgreSQL's {@code pg_snapshot} text, or H2's epoch
 */
public record Snapshot(int era, String value) {}
