package io.bcda.store;

import java.time.Instant;

/**
 * A moment and what was known then. Those given out, for example as a transactionTime, are unique
 * and strictly rise.
 *
 * @param at the database's clock, whole milliseconds
 */
public record IssuedTime(Instant at, Snapshot snapshot) {}
